import type { Api } from '../http/api.ts'
import { listAll, type ListPage, listPages } from '../http/paging.ts'
import {
  type AccountType,
  type AccountTypePermission,
  accountTypePermissionSchema,
  accountTypeSchema
} from '../wire/identity.ts'

export interface AccountTypesResource {
  /** Admins only. @throws AppError `not-permitted` for others */
  list(signal?: AbortSignal): Promise<AccountType[]>
  /** The same list, a page at a time; an account type may come twice. */
  pages(signal?: AbortSignal): AsyncIterable<ListPage<AccountType>>
  /** What members of an account type may do. Admins only. @throws AppError `not-permitted` for others */
  permissions(accountTypeId: string, signal?: AbortSignal): Promise<AccountTypePermission[]>
}

/** Account types of the organization. */
export function accountTypesResource(api: Api): AccountTypesResource {
  return {
    list: (signal) =>
      listAll(
        api,
        { method: 'GET', endpoint: '/v2/accountTypes', signal },
        { style: 'token', entry: accountTypeSchema, keyOf: (type) => type.accountTypeId }
      ),
    pages: (signal) =>
      listPages(
        api,
        { method: 'GET', endpoint: '/v2/accountTypes', signal },
        { style: 'token', entry: accountTypeSchema }
      ),
    permissions: (accountTypeId, signal) =>
      listAll(
        api,
        {
          method: 'GET',
          endpoint: '/v2/accountTypes/{accountTypeId}/permissions',
          path: `/v2/accountTypes/${encodeURIComponent(accountTypeId)}/permissions`,
          signal
        },
        { style: 'whole', entry: accountTypePermissionSchema, keyOf: (entry) => entry.permission }
      )
  }
}
