import type { Behaviour, FleetPlan, PlannedOrganization } from './plan.ts'

/** How a fleet is served. */
export interface FleetOptions extends FleetPlan {
  /** Each request is answered so much later, ms. */
  readonly latencyMs?: number
  /** Ports from this one on, one an organization; free ones where it is absent. */
  readonly firstPort?: number
  /** A folder that keeps the organizations; without it they live in memory. */
  readonly keepIn?: string
}

/** A served organization, as one adds it to Vigil. */
export interface FleetOrganization extends Omit<PlannedOrganization, 'sandbox'> {
  readonly apiUrl: string
}

export interface FleetStats {
  readonly rssBytes: number
  /** CPU time of the serving process so far, ms. */
  readonly cpuMs: number
  /** Requests that have come in so far, by organization, in the fleet's order. */
  readonly requests: readonly number[]
}

export type ToFleet =
  | { readonly type: 'start'; readonly options: FleetOptions }
  | {
      readonly type: 'behave'
      readonly callId: number
      readonly places: readonly number[]
      readonly behaviour: Behaviour
    }
  | {
      readonly type: 'add-credentials'
      readonly callId: number
      readonly place: number
      readonly clientId: string
      readonly secret: string
    }
  | { readonly type: 'stats'; readonly callId: number }

export type FromFleet =
  | { readonly type: 'started'; readonly organizations: readonly FleetOrganization[] }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'done'; readonly callId: number; readonly stats?: FleetStats }
