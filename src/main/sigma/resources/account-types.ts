import type { Api } from '../http/api.ts'
import { listAll } from '../http/paging.ts'
import { type AccountType, accountTypeSchema } from '../wire/identity.ts'

export interface AccountTypesResource {
  /** Admins only. @throws AppError `not-permitted` for others */
  list(signal?: AbortSignal): Promise<AccountType[]>
}

/** Account types of the organization. */
export function accountTypesResource(api: Api): AccountTypesResource {
  return {
    list: (signal) =>
      listAll(
        api,
        { method: 'GET', endpoint: '/v2/accountTypes', signal },
        { style: 'token', entry: accountTypeSchema, keyOf: (type) => type.accountTypeId }
      )
  }
}
