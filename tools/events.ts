// Writes a plausible audit table:  node tools/events.ts --events N --out FILE [--format jsonl|csv|csv.gz] [--seed N]
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { createGzip } from 'node:zlib'
import { generateDefaults, generateEvents } from './events/generate.ts'

const usage =
  'node tools/events.ts --events N --out FILE [--format jsonl|csv|csv.gz] [--seed N] [--from YYYY-MM-DD] [--days N]'

/** @throws Error when a text is no whole number above zero */
function whole(name: string, text: string): number {
  const value = Number(text.replaceAll('_', ''))
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`--${name} takes a whole number, not "${text}"`)
  return value
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      events: { type: 'string' },
      out: { type: 'string' },
      format: { type: 'string', default: 'jsonl' },
      seed: { type: 'string', default: String(generateDefaults.seed) },
      from: { type: 'string', default: new Date(generateDefaults.fromMs).toISOString().slice(0, 10) },
      days: { type: 'string', default: String(generateDefaults.days) }
    }
  })
  if (values.events === undefined || values.out === undefined) throw new Error(`usage: ${usage}`)
  if (!['jsonl', 'csv', 'csv.gz'].includes(values.format)) throw new Error(`there is no format "${values.format}"`)
  const fromMs = Date.parse(`${values.from}T00:00:00Z`)
  if (Number.isNaN(fromMs)) throw new Error(`--from takes a day as YYYY-MM-DD, not "${values.from}"`)
  const events = whole('events', values.events)
  const beganAt = performance.now()
  const rows = Readable.from(
    generateEvents({
      events,
      format: values.format === 'jsonl' ? 'jsonl' : 'csv',
      seed: whole('seed', values.seed),
      fromMs,
      days: whole('days', values.days)
    }),
    { objectMode: true, highWaterMark: 4 }
  )
  const file = createWriteStream(values.out, { highWaterMark: 1 << 22 })
  if (values.format === 'csv.gz') await pipeline(rows, createGzip({ level: 6 }), file)
  else await pipeline(rows, file)
  const seconds = (performance.now() - beganAt) / 1_000
  console.log(
    `${events.toLocaleString('en')} events, ${(file.bytesWritten / 1e6).toFixed(1)} MB in ${seconds.toFixed(1)} s (${Math.round(events / seconds).toLocaleString('en')} a second)`
  )
}

try {
  await run()
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 2
}
