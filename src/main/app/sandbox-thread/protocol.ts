import type { AppErrorData } from '../../../shared/kit/app-error.ts'
import type { HttpRequest } from '../../ports/http-client.port.ts'
import type { SandboxTenant } from '../../sandbox/state/sandbox.ts'

/** How a sandbox organization is to be opened, as far as it can be said in a message. */
export interface SandboxThreadOptions {
  readonly file: string
  readonly name: string
  readonly seed: number
  readonly activationMs: number
  readonly disablingMs: number
  /** To be accepted from now on. Not needed otherwise: the sandbox's file knows its client ID and the secret's hash. */
  readonly credentials?: { readonly clientId: string; readonly clientSecret: string }
  readonly members?: number
  /** Of its members, how many are deactivated or inactive, from 0 to 1. */
  readonly dormantShare?: number
  readonly events?: number
  /** Those that it had before, where absent. */
  readonly tenants?: readonly SandboxTenant[]
}

/** From the main thread to the sandbox thread. */
export type ToSandbox =
  | {
      readonly type: 'open'
      readonly callId: number
      readonly sandboxId: string
      readonly options: SandboxThreadOptions
    }
  | { readonly type: 'close'; readonly callId: number; readonly sandboxId: string }
  | {
      readonly type: 'send'
      readonly callId: number
      readonly sandboxId: string
      readonly request: Omit<HttpRequest, 'signal'>
    }
  /** The reader wants the next piece of the body. */
  | { readonly type: 'pull'; readonly callId: number }
  | { readonly type: 'abort'; readonly callId: number }

/** From the sandbox thread to the main thread. The plain secret comes once, when the sandbox is made. */
export type FromSandbox =
  | { readonly type: 'opened'; readonly callId: number; readonly clientId: string; readonly clientSecret: string }
  | { readonly type: 'closed'; readonly callId: number }
  | {
      readonly type: 'head'
      readonly callId: number
      readonly status: number
      readonly headers: Readonly<Record<string, string>>
    }
  | { readonly type: 'chunk'; readonly callId: number; readonly bytes: Uint8Array }
  | { readonly type: 'end'; readonly callId: number }
  | { readonly type: 'failed'; readonly callId: number; readonly error: AppErrorData }
