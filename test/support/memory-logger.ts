import type { LogFields, Logger } from '../../src/main/ports/logger.port.ts'

export interface MemoryLogger extends Logger {
  readonly lines: readonly {
    readonly level: string
    readonly message: string
    readonly fields: LogFields | undefined
  }[]
}

/** A logger that keeps its lines. Children write into the same list. */
export function createMemoryLogger(): MemoryLogger {
  const lines: { level: string; message: string; fields: LogFields | undefined }[] = []
  const at =
    (level: string) =>
    (message: string, fields?: LogFields): void => {
      lines.push({ level, message, fields })
    }
  const logger: MemoryLogger = {
    lines,
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: () => logger
  }
  return logger
}
