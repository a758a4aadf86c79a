/**
 * What the engine of an organization is doing. `needs-credential`: waits for a person, everything read before stays on
 * view; `halted`: paused by a person, nothing runs.
 */
export const syncPhases = [
  'offline',
  'idle',
  'pulling',
  'pushing',
  'backing-off',
  'needs-credential',
  'halted'
] as const
export type SyncPhase = (typeof syncPhases)[number]
