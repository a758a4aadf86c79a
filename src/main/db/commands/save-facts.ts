import { toJson } from '../json-column.ts'
import { command } from '../operation.ts'

/** Sets facts by name; `null` forgets one, `undefined` leaves it. */
export const saveFacts = command('org', (db, params: { readonly change: Readonly<Record<string, unknown>> }): void => {
  for (const [name, value] of Object.entries(params.change)) {
    if (value === undefined) continue
    if (value === null) db.run('DELETE FROM facts WHERE name = :name', { name })
    else
      db.run(
        'INSERT INTO facts (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
        {
          name,
          value: toJson(value)
        }
      )
  }
})
