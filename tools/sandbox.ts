import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'
import { createAdaptorServer } from '@hono/node-server'
import { openSandboxOrganization, type SandboxOptions } from '../src/main/sandbox/sandbox-organization.ts'
import { systemClock } from '../src/main/platform/system-clock.ts'

const help = `Serves a sandbox organization on loopback, until interrupted.

  npm run sandbox -- [options]

  --port N                   port to listen on; 0 (the default) takes any free one
  --data FILE                keep the organization in this SQLite file (default: in memory)
  --client-id ID, --client-secret SECRET
                             accept these credentials (needed to use a kept organization again)
  --name NAME                name of the organization
  --seed N                   which people, teams, workbooks and habits (default 1)
  --members N                how many members (default 40)
  --events N                 background events of a working day (default 2000; 0 for none)
  --history-days N           a new organization has had audit logging on for so many days
  --activation-seconds N     how long Feature Pending lasts (default 90)
  --disabling-seconds N      how long Disabling lasts (default 20)
  --event-delay-seconds N    how late audit events arrive (default 4)
  --export-seconds N         how long an export answers 204 (default 0.4)
  --token-seconds N          how long a token lives (default 3600)
  --non-admin                the credentials belong to a member who is no Admin
  --region-not-supported     audit logging is not supported in the region
  --not-provisioned          audit logging is not provisioned
  --hang PREFIX              never answer requests whose path begins with PREFIX
  --hang-after N             with --hang: answer N of them first
  --hang-off                 with --hang: begin without hanging
                             the signal SIGUSR2 turns hanging on and off
  --log                      print each answered request on stderr
  --help                     this text

Prints one line of JSON: {"url","clientId","clientSecret","organizationId","workbookId","elementId"}
`

class UsageError extends Error {}

function numberFlag(
  name: string,
  text: string | undefined,
  limits: { readonly least: number; readonly whole: boolean; readonly most?: number }
): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  const isRight =
    text.trim() !== '' &&
    Number.isFinite(value) &&
    value >= limits.least &&
    value <= (limits.most ?? Number.MAX_SAFE_INTEGER) &&
    (!limits.whole || Number.isInteger(value))
  if (!isRight) {
    const range = limits.most === undefined ? `of at least ${limits.least}` : `from ${limits.least} to ${limits.most}`
    throw new UsageError(`--${name} needs a ${limits.whole ? 'whole ' : ''}number ${range}, not "${text}".`)
  }
  return value
}

function readFlags(args: readonly string[]) {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  try {
    return parseArgs({
      args: [...args],
      strict: true,
      allowPositionals: false,
      options: {
        port: text,
        data: text,
        'client-id': text,
        'client-secret': text,
        name: text,
        seed: text,
        members: text,
        events: text,
        'history-days': text,
        'activation-seconds': text,
        'disabling-seconds': text,
        'event-delay-seconds': text,
        'export-seconds': text,
        'token-seconds': text,
        'non-admin': flag,
        'region-not-supported': flag,
        'not-provisioned': flag,
        hang: text,
        'hang-after': text,
        'hang-off': flag,
        log: flag,
        help: flag
      }
    }).values
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error)
    throw new UsageError(`${reason.replace(/\.$/, '')}. See --help.`)
  }
}

type Flags = ReturnType<typeof readFlags>

function optionsOf(flags: Flags): SandboxOptions {
  const whole = { least: 0, whole: true }
  const real = { least: 0, whole: false }
  const ms = (name: keyof Flags): number | undefined => {
    const value = flags[name]
    const seconds = numberFlag(name, typeof value === 'string' ? value : undefined, real)
    return seconds === undefined ? undefined : Math.round(seconds * 1000)
  }
  const clientId = flags['client-id']
  const clientSecret = flags['client-secret']
  if ((clientId === undefined) !== (clientSecret === undefined))
    throw new UsageError('--client-id and --client-secret go together.')
  const historyDays = numberFlag('history-days', flags['history-days'], real)
  const wanted = {
    name: flags.name,
    seed: numberFlag('seed', flags.seed, whole),
    members: numberFlag('members', flags.members, { least: 2, whole: true, most: 10_000 }),
    events: numberFlag('events', flags.events, { least: 0, whole: true, most: 1_000_000 }),
    backfilledHistoryMs: historyDays === undefined ? undefined : historyDays * 86_400_000,
    activationMs: ms('activation-seconds'),
    disablingMs: ms('disabling-seconds'),
    eventDelayMs: ms('event-delay-seconds'),
    exportRunMs: ms('export-seconds'),
    tokenLifetimeMs: ms('token-seconds'),
    adminAccountType: flags['non-admin'] === true ? 'View' : undefined,
    region: flags['region-not-supported'] === true ? 'not-supported' : undefined,
    auditLogging: flags['not-provisioned'] === true ? 'not-provisioned' : undefined,
    credentials: clientId === undefined || clientSecret === undefined ? undefined : { clientId, clientSecret },
    accessLog:
      flags.log === true
        ? (entry: { method: string; path: string; status: number }) =>
            process.stderr.write(`${entry.method} ${entry.path} ${entry.status}\n`)
        : undefined
  }
  const present = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined))
  return {
    ...present,
    file: flags.data ?? ':memory:',
    clock: systemClock,
    onFault: (error) => process.stderr.write(`${error.stack ?? error.message}\n`)
  }
}

/** Leaves requests without an answer, the way a server does that has died behind its open port. */
function hangingFetch(
  answer: (request: Request) => Promise<Response>,
  flags: Flags
): (request: Request) => Promise<Response> {
  const prefix = flags.hang
  if (prefix === undefined) {
    if (flags['hang-after'] !== undefined || flags['hang-off'] === true)
      throw new UsageError('--hang-after and --hang-off need --hang.')
    return answer
  }
  let isHanging = flags['hang-off'] !== true
  let left = numberFlag('hang-after', flags['hang-after'], { least: 0, whole: true }) ?? 0
  process.on('SIGUSR2', () => {
    isHanging = !isHanging
  })
  return (request) => {
    if (!isHanging || !new URL(request.url).pathname.startsWith(prefix)) return answer(request)
    if (left > 0) {
      left -= 1
      return answer(request)
    }
    return new Promise(() => undefined)
  }
}

async function serve(flags: Flags): Promise<void> {
  const port = numberFlag('port', flags.port, { least: 0, whole: true, most: 65_535 }) ?? 0
  const options = optionsOf(flags)
  const organization = openSandboxOrganization(options)
  const server = createAdaptorServer({ fetch: hangingFetch(organization.fetch, flags) })
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const { port: actualPort } = server.address() as AddressInfo
  const line = {
    url: `http://127.0.0.1:${actualPort}`,
    clientId: organization.clientId,
    clientSecret: organization.clientSecret ?? null,
    organizationId: organization.organizationId,
    workbookId: organization.workbookId,
    elementId: organization.elementId
  }
  process.stdout.write(`${JSON.stringify(line)}\n`)
  await stopped
  server.close()
  if ('closeAllConnections' in server) server.closeAllConnections()
  organization.close()
}

async function main(): Promise<number> {
  try {
    const flags = readFlags(process.argv.slice(2))
    if (flags.help === true) process.stdout.write(help)
    else await serve(flags)
    return 0
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    return error instanceof UsageError ? 2 : 1
  }
}

process.exit(await main())
