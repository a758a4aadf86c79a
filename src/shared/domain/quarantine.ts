/** Why a line of a source is no good row. */
export const quarantineReasons = [
  'not-parseable',
  'not-an-object',
  'wrong-field-count',
  'impossible-time',
  'field-too-long',
  'line-too-long',
  'truncated',
  'wrong-encoding',
  'same-event-id-other-content'
] as const
export type QuarantineReason = (typeof quarantineReasons)[number]
