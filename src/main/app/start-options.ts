import { secondMs } from '../../shared/kit/time.ts'

/** What the environment may say about a start. None of it weakens a protection. */
export interface StartOptions {
  /** How long Feature Pending lasts in sandbox organizations made from now on, ms. */
  readonly sandboxActivationMs: number | undefined
  /** Whether the moment in which the window can be used is written to standard output. */
  readonly isBench: boolean
}

/**
 * Reads `VIGIL_SANDBOX_ACTIVATION_SECONDS` and `VIGIL_BENCH`. Values that make no sense are as if absent.
 */
export function readStartOptions(environment: Readonly<Record<string, string | undefined>>): StartOptions {
  const seconds = Number(environment.VIGIL_SANDBOX_ACTIVATION_SECONDS)
  const isUsable =
    environment.VIGIL_SANDBOX_ACTIVATION_SECONDS !== undefined &&
    Number.isFinite(seconds) &&
    seconds >= 0 &&
    seconds <= 86_400
  return {
    sandboxActivationMs: isUsable ? seconds * secondMs : undefined,
    isBench: environment.VIGIL_BENCH === '1'
  }
}
