// Puts a backup of the one state and then of the other in the archive's place, without end, until it is killed.
import { openArchiveWork } from './archive-work.ts'
import type { World } from './known-world.ts'

const [folder = '', id = '', worldText = ''] = process.argv.slice(2)
const work = await openArchiveWork(folder, id, JSON.parse(worldText) as World, () => undefined)
process.stdout.write('ready\n')
for (let turn = 0; ; turn += 1) {
  const { backups } = await work.backups.status(work.id)
  const states = [...new Set(backups.map(({ rows }) => rows))].sort((one = 0, other = 0) => one - other)
  // not always the same one first
  const rows = states[(process.pid + turn) % states.length]
  const backup = backups.find((one) => one.rows === rows)
  if (backup === undefined) throw new Error('there is no backup any more')
  await work.backups.restore(work.id, backup.backupId)
  process.stdout.write(`restored ${backup.rows ?? 0}\n`)
}
