/** Fields of a log line. Values are redacted before they are written; secrets must not get here in the first place. */
export type LogFields = Readonly<Record<string, unknown>>

export interface Logger {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
  /** A logger that adds `scope` to every line. */
  child(scope: string): Logger
}
