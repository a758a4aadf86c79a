// npm run fleet: serves many sandbox organizations, and fills a data folder to match.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { inProject, projectRoot } from '../kit/paths.ts'
import type { FleetOptions } from './messages.ts'
import { emptyDataFolder, seedDataFolder } from './seed-data-folder.ts'
import { type Fleet, startFleet } from './start-fleet.ts'

const help = `Serves many sandbox organizations on loopback, until interrupted.

  npm run fleet -- [options]

  --organizations N   how many (default 200)
  --data FOLDER       fill this data folder of Vigil, so that Vigil starts with them; their servers keep their files in
                      it, too. A folder that was filled before is served again as it was
  --synced            with --data: every organization has been read once
  --changes N         with --data: so many changes wait to be sent
  --start             with --data: start Vigil in that folder, and end when it ends
  --remove            with --data: remove the organizations with their secrets, and the folder
  --hang N            the first N leave each request waiting for 60 s
  --offline N         the next N drop every connection
  --refuse N          the next N refuse the credentials
  --latency MS        each request is answered so much later
  --port N            ports from N on, one an organization (default 47100); 0 takes any free ones
  --list              print name, address, client ID and secret of each, as lines of JSON
  --help              this text
`

class UsageError extends Error {}

const markName = 'fleet.json'
type Kept = Required<Pick<FleetOptions, 'organizations' | 'firstPort'>> & { readonly isWhole: boolean }

function readFlags() {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  const options = {
    organizations: text,
    data: text,
    synced: flag,
    changes: text,
    start: flag,
    remove: flag,
    hang: text,
    offline: text,
    refuse: text,
    latency: text,
    port: text,
    list: flag,
    help: flag
  }
  try {
    return parseArgs({ strict: true, allowPositionals: false, options }).values
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message.split('. ')[0] : String(error)}. See --help.`)
  }
}

type Flags = ReturnType<typeof readFlags>

function count(name: keyof Flags, flags: Flags, usual: number, most: number): number {
  const given = flags[name]
  if (given === undefined) return usual
  const value = Number(given)
  if (!Number.isInteger(value) || value < 0 || value > most)
    throw new UsageError(`--${name} needs a whole number from 0 to ${most}, not "${String(given)}".`)
  return value
}

/** What the folder was filled with. @throws UsageError for one that belongs to a Vigil in use */
function keptIn(folder: string): Kept | undefined {
  const mark = path.join(folder, markName)
  if (existsSync(mark)) return JSON.parse(readFileSync(mark, 'utf8')) as Kept
  if (existsSync(path.join(folder, 'registry.sqlite')))
    throw new UsageError(`${folder} holds data of Vigil that is not this tool's.`)
  return undefined
}

async function remove(folder: string): Promise<void> {
  if (keptIn(folder) === undefined) throw new UsageError(`${folder} was not filled by this tool.`)
  const organizations = await emptyDataFolder(folder)
  rmSync(folder, { recursive: true, force: true })
  console.log(`${organizations} organizations and their secrets were removed, and ${folder}.`)
}

async function fill(folder: string, fleet: Fleet, kept: Omit<Kept, 'isWhole'>, flags: Flags): Promise<void> {
  const mark = (isWhole: boolean): void =>
    writeFileSync(path.join(folder, markName), `${JSON.stringify({ ...kept, isWhole })}\n`)
  mark(false)
  const seeded = await seedDataFolder(
    {
      folder,
      organizations: fleet.organizations,
      synced: flags.synced === true,
      changes: count('changes', flags, 0, 100_000)
    },
    { onProgress: (text) => console.log(`  ${text}`) }
  )
  mark(true)
  const seconds = (seeded.tookMs / 1000).toFixed(0)
  console.log(`${folder} holds ${seeded.organizations.length} organizations now (${seconds} s).`)
  for (const { name, code } of seeded.notRead) console.log(`  not read: ${name} (${code})`)
}

/** Starts Vigil in the folder and waits for its end. */
async function startVigil(folder: string): Promise<void> {
  const env = { ...process.env, VIGIL_DATA_DIR: folder }
  const child = spawn(process.execPath, [inProject('tools', 'start.ts')], { cwd: projectRoot, env, stdio: 'inherit' })
  await new Promise((resolve) => child.once('exit', resolve))
}

async function serve(flags: Flags): Promise<void> {
  const folder = flags.data === undefined ? undefined : path.resolve(flags.data)
  if (folder === undefined && (flags.synced || flags.changes || flags.start || flags.remove))
    throw new UsageError('--synced, --changes, --start and --remove need --data.')
  if (folder !== undefined && flags.remove === true) return remove(folder)
  const kept = folder === undefined ? undefined : keptIn(folder)
  if (kept?.isWhole === false) throw new UsageError(`${folder} was not filled to its end. Take it away with --remove.`)
  const organizations = kept?.organizations ?? count('organizations', flags, 200, 2_000)
  const port = kept?.firstPort ?? count('port', flags, 47_100, 65_535 - organizations)
  if (folder !== undefined && port === 0) throw new UsageError('--data needs ports that stay the same.')
  const startedAtMs = Date.now()
  const fleet = await startFleet({
    organizations,
    hang: count('hang', flags, 0, organizations),
    offline: count('offline', flags, 0, organizations),
    refuse: count('refuse', flags, 0, organizations),
    latencyMs: count('latency', flags, 0, 600_000),
    ...(port === 0 ? {} : { firstPort: port }),
    ...(folder === undefined ? {} : { keepIn: path.join(folder, 'fleet-servers') })
  })
  try {
    const { rssBytes } = await fleet.stats()
    const took = `${((Date.now() - startedAtMs) / 1000).toFixed(1)} s, ${Math.round(rssBytes / 1e6)} MB`
    console.log(`${fleet.organizations.length} organizations are served (${took}).`)
    if (flags.list === true)
      for (const { name, apiUrl, clientId, secret } of fleet.organizations)
        console.log(JSON.stringify({ name, apiUrl, clientId, secret }))
    if (folder !== undefined) {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      if (kept === undefined) await fill(folder, fleet, { organizations, firstPort: port }, flags)
      if (flags.start === true) return await startVigil(folder)
    }
    console.log('Interrupt to stop.')
    await new Promise<void>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
    })
  } finally {
    await fleet.stop()
  }
}

async function main(): Promise<number> {
  try {
    const flags = readFlags()
    if (flags.help === true) console.log(help)
    else await serve(flags)
    return 0
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    return error instanceof UsageError ? 2 : 1
  }
}

process.exit(await main())
