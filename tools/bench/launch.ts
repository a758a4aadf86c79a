import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { inProject, projectRoot } from '../kit/paths.ts'

export const apps = { vigil: projectRoot, bare: inProject('tools', 'bench', 'bare-app') } as const

/** A program that has been started and whose window can be used. */
export interface Running {
  /** From starting the process until its window could be used, ms. */
  readonly startMs: number
  readonly pid: number
  stop(): Promise<void>
}

const limitMs = 60_000
const electron = createRequire(import.meta.url)('electron') as unknown as string

/** Flags for a start on this machine: root cannot use Chromium's sandbox, for Vigil and its peer alike. */
export const machineFlags = (): string[] => (process.getuid?.() === 0 ? ['--no-sandbox'] : [])

function whenInteractive(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = ''
    const timer = setTimeout(() => reject(new Error(`no usable window within ${limitMs} ms:\n${output}`)), limitMs)
    const hear = (piece: Buffer): void => {
      output += piece.toString()
      const atMs = /\{"vigil":"interactive","atMs":(\d+(?:\.\d+)?)/.exec(output)?.[1]
      if (atMs === undefined) return
      clearTimeout(timer)
      resolve(Number(atMs))
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', (piece: Buffer) => (output += piece.toString()))
    child.on('exit', (code) => {
      clearTimeout(timer)
      reject(new Error(`the program ended with ${code}:\n${output}`))
    })
  })
}

/** Starts one of the programs with data of its own and waits until its window can be used. */
export async function launch(app: keyof typeof apps): Promise<Running> {
  const data = mkdtempSync(path.join(tmpdir(), `vigil-bench-${app}-`))
  const env = { ...process.env, VIGIL_BENCH: '1' }
  const startedAtMs = Date.now()
  const child = spawn(electron, [apps[app], `--user-data-dir=${data}`, ...machineFlags()], { env, cwd: data })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), 5_000)
    await ended
    clearTimeout(timer)
    rmSync(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
  try {
    const atMs = await whenInteractive(child)
    return { startMs: atMs - startedAtMs, pid: child.pid ?? 0, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
