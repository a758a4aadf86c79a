import { type ChildProcess, fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { inProject } from '../kit/paths.ts'
import type { FleetOptions, FleetOrganization, FleetStats, FromFleet, ToFleet } from './messages.ts'
import type { Behaviour } from './plan.ts'

export type { FleetOptions, FleetOrganization, FleetStats } from './messages.ts'

/** A fleet of sandbox organizations, served over HTTP by a process of its own. */
export interface Fleet {
  readonly organizations: readonly FleetOrganization[]
  /** From now on these (places in the list) or all answer otherwise; requests that hang already go on hanging. */
  readonly behave: (behaviour: Behaviour, places?: readonly number[]) => Promise<void>
  /** Gives an organization (by its place in the list) further credentials; those before stay valid. */
  readonly addCredentials: (place: number, clientId: string, secret: string) => Promise<void>
  readonly stats: () => Promise<FleetStats>
  readonly stop: () => Promise<void>
}

const ownNode = inProject('node_modules', '.bin', 'node')

/** Starts a script of this folder as a process that can be talked to. */
export function startProcess(script: string, env: NodeJS.ProcessEnv = process.env): ChildProcess {
  return fork(inProject('tools', 'fleet', script), [], {
    // Electron and Playwright have no Node that reads TypeScript; the project's own does.
    execPath: existsSync(ownNode) ? ownNode : process.execPath,
    execArgv: [],
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc']
  })
}

/** Serves organizations until `stop`. @throws Error when a port is taken or the process does not come up */
export async function startFleet(options: FleetOptions): Promise<Fleet> {
  const child = startProcess('serve-process.ts')
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    await ended
  }
  type Done = Extract<FromFleet, { type: 'done' }>
  const waiting = new Map<number, { readonly done: (message: Done) => void; readonly fail: (why: Error) => void }>()
  let lastCall = 0
  const started = new Promise<readonly FleetOrganization[]>((resolve, reject) => {
    child.on('message', (message: FromFleet) => {
      if (message.type === 'started') resolve(message.organizations)
      else if (message.type === 'failed') reject(new Error(`the fleet did not start: ${message.message}`))
      else {
        waiting.get(message.callId)?.done(message)
        waiting.delete(message.callId)
      }
    })
    child.once('exit', (code) => {
      reject(new Error(`the fleet ended with ${code}`))
      for (const { fail } of waiting.values()) fail(new Error('the fleet has ended'))
    })
  })
  const send = (message: ToFleet): void => void child.send(message)
  const call = (message: (callId: number) => ToFleet): Promise<Done> =>
    new Promise((done, fail) => {
      lastCall += 1
      waiting.set(lastCall, { done, fail })
      send(message(lastCall))
    })
  send({ type: 'start', options })
  try {
    const organizations = await started
    return {
      organizations,
      async behave(behaviour, places = organizations.map((_, place) => place)) {
        await call((callId) => ({ type: 'behave', callId, places, behaviour }))
      },
      async addCredentials(place, clientId, secret) {
        await call((callId) => ({ type: 'add-credentials', callId, place, clientId, secret }))
      },
      async stats() {
        const { stats } = await call((callId) => ({ type: 'stats', callId }))
        if (stats === undefined) throw new Error('the fleet told no numbers')
        return stats
      },
      stop
    }
  } catch (error) {
    await stop()
    throw error
  }
}
