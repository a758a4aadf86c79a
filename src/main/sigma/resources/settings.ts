import type { z } from 'zod'
import { AppError } from '../../../shared/kit/app-error.ts'
import { acknowledged } from '../http/acknowledged.ts'
import type { Api, ApiRequest } from '../http/api.ts'
import { enabledSchema, type SigmaSettingKey, type SigmaSettingValue, timezoneSchema } from '../wire/settings.ts'

export interface SettingsResource {
  /**
   * Reads a setting. Only Admins may.
   * @throws AppError `not-permitted`; `not-found` where the organization does not have it
   */
  getSetting<Key extends SigmaSettingKey>(key: Key, signal?: AbortSignal): Promise<SigmaSettingValue<Key>>
  /**
   * Changes a setting. Sets a value, so that sending it again is harmless; the key lets a server that knows such keys
   * tell a repetition from a new wish.
   * @returns the value as Sigma says it is now; audit logging may say its old value until it is active
   */
  setSetting<Key extends SigmaSettingKey>(
    key: Key,
    value: SigmaSettingValue<Key>,
    options: { readonly idempotencyKey: string; readonly signal?: AbortSignal }
  ): Promise<SigmaSettingValue<Key>>
}

const base = '/v2/organizations/settings'

/** Settings of the organization, those that Sigma's API has. */
export function settingsResource(api: Api): SettingsResource {
  return {
    async getSetting(key, signal) {
      const request = { method: 'GET', endpoint: `${base}/${key}`, signal } as const
      const value =
        key === 'timezone' ? await api.json(request, timezoneSchema) : await api.json(request, enabledSchema)
      return valueOf(key, value)
    },
    async setSetting(key, value, { idempotencyKey, signal }) {
      const request = {
        method: 'PATCH',
        endpoint: `${base}/${key}`,
        headers: { 'idempotency-key': idempotencyKey },
        body: key === 'timezone' ? { timezone: value } : { enabled: value },
        isIdempotent: true,
        signal
      } as const
      if (key !== 'timezone') return valueOf(key, (await change(api, request, enabledSchema)) ?? value)
      try {
        return valueOf(key, (await change(api, request, timezoneSchema)) ?? value)
      } catch (thrown) {
        // Deployments from before September 2026 have the time zone on the parent address only.
        if (!(thrown instanceof AppError) || (thrown.code !== 'not-found' && thrown.code !== 'not-supported'))
          throw thrown
        return valueOf(key, (await change(api, { ...request, endpoint: base }, timezoneSchema)) ?? value)
      }
    }
  }
}

/**
 * Sends a change. A success whose body does not say the value is a success all the same: bodies are documented for three
 * settings only, and calling an accepted change refused would be worse than not knowing Sigma's echo of it.
 */
async function change<Schema extends z.ZodType>(
  api: Api,
  request: ApiRequest,
  schema: Schema
): Promise<z.output<Schema> | undefined> {
  return schema.safeParse(await acknowledged(api, request)).data
}

/** The schemas above already chose the type by the key, which the compiler cannot follow. */
function valueOf<Key extends SigmaSettingKey>(_key: Key, value: string | boolean): SigmaSettingValue<Key> {
  return value as SigmaSettingValue<Key>
}
