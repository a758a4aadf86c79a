import { chmodSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import log from 'electron-log/node'
import { redactFields, redactText } from '../../shared/kit/redact.ts'
import type { LogFields, Logger } from '../ports/logger.port.ts'

const largestFileBytes = 2 * 1024 * 1024
const keptFiles = 3
const ownerOnly = 0o600

type Level = 'debug' | 'info' | 'warn' | 'error'

/**
 * A logger into one file, rotated at 2 MB with three older ones kept, readable by its owner only. Every line is one JSON
 * object; message and fields are redacted on the way.
 * @param isEchoed also to the terminal, for development
 */
export function openLogger(logFile: string, isEchoed: boolean): Logger {
  mkdirSync(dirname(logFile), { recursive: true, mode: 0o700 })
  if (existsSync(logFile) && process.platform !== 'win32') chmodSync(logFile, ownerOnly)
  const sink = log.create({ logId: logFile })
  const { console: terminal, file } = sink.transports
  terminal.level = isEchoed ? 'info' : false
  terminal.format = '{text}'
  file.resolvePathFn = () => logFile
  file.maxSize = largestFileBytes
  file.archiveLogFn = () => rotate(logFile)
  file.writeOptions = { flag: 'a', mode: ownerOnly, encoding: 'utf8' }
  file.format = '{text}'
  file.level = 'debug'
  return scoped((level, line) => sink[level](line), undefined)
}

function scoped(write: (level: Level, line: string) => void, scope: string | undefined): Logger {
  const at =
    (level: Level) =>
    (message: string, fields: LogFields = {}) => {
      write(level, logLine(level, scope, message, fields))
    }
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (name) => scoped(write, scope === undefined ? name : `${scope}/${name}`)
  }
}

/** One line of the log, one JSON object, redacted. */
export function logLine(level: Level, scope: string | undefined, message: string, fields: LogFields): string {
  const data = Object.keys(fields).length === 0 ? undefined : redactFields(fields)
  const at = new Date().toISOString()
  return JSON.stringify({ at, level, scope, message: redactText(message), data })
}

function rotate(logFile: string): void {
  const older = (n: number) => logFile.replace(/\.log$/, `.${n}.log`)
  rmSync(older(keptFiles), { force: true })
  for (let n = keptFiles - 1; n >= 1; n -= 1) if (existsSync(older(n))) renameSync(older(n), older(n + 1))
  renameSync(logFile, older(1))
}
