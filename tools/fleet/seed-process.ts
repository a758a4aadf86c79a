// Fills or empties a data folder in a process of its own: started by seed-data-folder.ts.
import { removeAll, seed } from './seed.ts'
import type { FromSeeder, ToSeeder } from './seed-messages.ts'

const tell = (message: FromSeeder): void => void process.send?.(message)

async function answer(message: ToSeeder): Promise<FromSeeder> {
  if (message.type === 'remove') return { type: 'removed', organizations: await removeAll(message.folder) }
  return { type: 'seeded', seeded: await seed(message.options, (text) => tell({ type: 'progress', text })) }
}

process.once('message', (message: ToSeeder) => {
  answer(message)
    .catch(
      (error: unknown): FromSeeder => ({
        type: 'failed',
        message: error instanceof Error ? (error.stack ?? error.message) : String(error)
      })
    )
    .then((result) => process.send?.(result, () => process.exit(0)))
    .catch(() => process.exit(1))
})
process.on('disconnect', () => process.exit(1))
