import type { Api } from '../http/api.ts'
import { type Whoami, whoamiSchema } from '../wire/identity.ts'

/** Whom the credentials belong to. */
export function whoamiResource(api: Api): (signal?: AbortSignal) => Promise<Whoami> {
  return (signal) => api.json({ method: 'GET', endpoint: '/v2/whoami', signal }, whoamiSchema)
}
