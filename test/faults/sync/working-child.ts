// Works on one organization without end, as a person in a hurry would, and says what was confirmed, until it is killed.
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '../../../src/shared/kit/app-error.ts'
import { fetchHttpClient } from '../../support/fetch-http-client.ts'
import { startTestCore } from '../../support/core.ts'
import { randomSource } from './random-source.ts'
import { zoneOf } from './zone-numbers.ts'

const [folder = '', apiUrl = '', clientId = '', firstText = '0', seedText = '1'] = process.argv.slice(2)
const clientSecret = process.env.SANDBOX_SECRET ?? ''
const random = randomSource(Number(seedText))
const say = (line: string): boolean => process.stdout.write(`${line}\n`)
const core = startTestCore({
  folder,
  network: fetchHttpClient,
  // the system's keychain outlives the program; this one holds the one secret that there is
  keychain: { get: async () => clientSecret, set: async () => undefined, delete: async () => true }
})

/** What a person would be told and may ignore: the change is on its way, or gone already. */
const isEverydayRefusal = (error: unknown): boolean =>
  error instanceof AppError && ['busy', 'not-found', 'name-taken'].includes(error.code)

const tolerant = (act: Promise<unknown>): Promise<unknown> =>
  act.catch((error: unknown) => {
    if (!isEverydayRefusal(error)) throw error
  })

await core.start()
await tolerant(
  core.organizations.add(
    { name: 'Acme', label: 'none', endpoint: { kind: 'custom', apiUrl }, clientId, clientSecret },
    'keychain'
  )
)
const organization = (await core.organizations.list())[0]
if (organization === undefined) throw new Error('the organization was lost')
const { id } = organization
say('ready')

/** Each value is asked for once, so that it can be followed to its end. */
async function changeTimeZone(): Promise<void> {
  for (let number = Number(firstText); ; number += 1) {
    say(`asking ${number}`)
    await core.settings.change(id, 'timezone', zoneOf(number))
    say(`asked ${number}`)
    await sleep(random() * 60)
  }
}

async function flipSwitches(): Promise<void> {
  for (;;) {
    const { settings } = await core.settings.get(id)
    const comments = settings.find((setting) => setting.key === 'comments')
    await tolerant(core.settings.change(id, 'comments', !(comments?.pending?.value ?? comments?.value ?? true)))
    await sleep(random() * 40)
  }
}

async function reconsider(): Promise<void> {
  for (;;) {
    const { settings } = await core.settings.get(id)
    const pending = settings.find((setting) => setting.key === 'timezone')?.pending
    if (pending !== undefined) {
      const choice = random()
      if (choice < 0.15) await tolerant(core.settings.discard(id, pending.id))
      else if (choice < 0.5 && pending.state === 'refused') await tolerant(core.settings.retry(id, pending.id))
    }
    await sleep(random() * 50)
  }
}

async function switchAuditLogging(): Promise<void> {
  for (;;) {
    const { auditLogging } = await core.settings.get(id)
    if (auditLogging.state.kind === 'enabled') await tolerant(core.settings.disableAuditLogging(id))
    else if (auditLogging.isAdmin === true) await tolerant(core.settings.enableAuditLogging(id))
    await sleep(random() * 200)
  }
}

async function readAnew(): Promise<void> {
  for (;;) {
    await core.settings.refresh(id)
    await sleep(random() * 150)
  }
}

await Promise.all([changeTimeZone(), flipSwitches(), reconsider(), switchAuditLogging(), readAnew()])
