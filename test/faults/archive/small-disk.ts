import { execFileSync, spawnSync } from 'node:child_process'
import { closeSync, ftruncateSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import path from 'node:path'

/** A disk of its own needs a mount namespace, which not every machine gives to everybody. */
export function canMount(): boolean {
  return spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0
}

/** Runs a script with a small disk mounted on `folder`, its first argument. @returns what it said */
export function runOnSmallDisk(folder: string, megabytes: number, script: string, args: readonly string[]): string {
  const shell = `mount -t tmpfs -o size=${megabytes}m tmpfs "$1" && exec "$2" "$3" "$1" "$\{@:4}"`
  return execFileSync('unshare', ['-rm', 'bash', '-c', shell, 'bash', folder, process.execPath, script, ...args], {
    encoding: 'utf8',
    timeout: 300_000
  })
}

/** Fills the disk that a folder is on. @param leftBytes room that stays */
export function fillDisk(folder: string, leftBytes: number): void {
  const piece = Buffer.alloc(64 * 1024, 1)
  const file = openSync(path.join(folder, 'ballast'), 'w')
  let written = 0
  try {
    for (;;) written += writeSync(file, piece)
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOSPC') throw thrown
  }
  ftruncateSync(file, Math.max(0, written - leftBytes))
  closeSync(file)
}

export function giveRoom(folder: string): void {
  rmSync(path.join(folder, 'ballast'))
}

export function freeBytesOf(folder: string): number {
  const facts = statfsSync(folder)
  return facts.bavail * facts.bsize
}
