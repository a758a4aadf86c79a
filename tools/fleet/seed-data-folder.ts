import { once } from 'node:events'
import type { FromSeeder, Seeded, SeedOptions, ToSeeder } from './seed-messages.ts'
import { startProcess } from './start-fleet.ts'

export type { Seeded, SeedOptions } from './seed-messages.ts'

export interface SeederSurroundings {
  /** The desktop whose keychain is used; this process's own where it is absent. */
  readonly env?: NodeJS.ProcessEnv
  readonly onProgress?: (text: string) => void
}

/**
 * Fills a data folder, so that Vigil starts with these organizations. Runs in a process of its own, with the program's own
 * core, and takes as long as reading them all takes.
 * @throws Error when an organization cannot be added, as without a keychain
 */
export async function seedDataFolder(options: SeedOptions, surroundings: SeederSurroundings = {}): Promise<Seeded> {
  const answer = await ask({ type: 'seed', options }, surroundings)
  if (answer.type !== 'seeded') throw new Error('the seeder gave another answer')
  return answer.seeded
}

/** Removes all organizations of a seeded folder with their secrets. @returns how many there were */
export async function emptyDataFolder(folder: string, surroundings: SeederSurroundings = {}): Promise<number> {
  const answer = await ask({ type: 'remove', folder }, surroundings)
  if (answer.type !== 'removed') throw new Error('the seeder gave another answer')
  return answer.organizations
}

async function ask(request: ToSeeder, { env, onProgress }: SeederSurroundings): Promise<FromSeeder> {
  const child = startProcess('seed-process.ts', env)
  const ended = once(child, 'exit')
  try {
    return await new Promise<FromSeeder>((resolve, reject) => {
      child.on('message', (message: FromSeeder) => {
        if (message.type === 'progress') onProgress?.(message.text)
        else if (message.type === 'failed') reject(new Error(message.message))
        else resolve(message)
      })
      child.once('exit', (code) => reject(new Error(`the seeder ended with ${code}`)))
      child.send(request)
    })
  } finally {
    child.kill('SIGTERM')
    await ended
  }
}
