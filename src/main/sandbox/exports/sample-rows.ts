import { dayMs } from '../../../shared/kit/time.ts'
import { isoTime } from '../state/sandbox.ts'
import type { TableColumn } from '../state/warehouse.ts'
import { randomFrom } from '../world/random.ts'
import type { SharedRow } from '../world/shared-tables.ts'

const rowCount = 240

/** Words for text columns whose name says what they hold. */
const vocabulary: readonly (readonly [pattern: RegExp, words: readonly string[]])[] = [
  [/status/i, ['open', 'packed', 'shipped', 'delivered', 'returned']],
  [/country/i, ['NO', 'SE', 'DE', 'ES', 'US', 'SG', 'JP']],
  [/segment/i, ['retail', 'wholesale', 'public sector']],
  [/carrier/i, ['Nordfrakt', 'Blue Pacific', 'Iberlog']],
  [/city/i, ['Oslo', 'Bilbao', 'Rotterdam', 'Singapore', 'Omaha']],
  [/channel/i, ['search', 'social', 'display', 'print']],
  [/campaign/i, ['Autumn restock', 'Spring 26', 'Loyalty']],
  [/currency/i, ['EUR', 'NOK', 'USD']],
  [/region/i, ['North', 'South', 'East', 'West']],
  [/product|sku/i, ['Kettle 1.7 l', 'Desk lamp', 'Wool throw', 'Cable reel 25 m']],
  [/name/i, ['Halden Bok AS', 'Mercado Ribera', 'Strand & Co', 'Lim Trading Pte']],
  [/center|account/i, ['4010', '4020', '6300', '7140']]
]

function textCell(column: string, table: string, index: number, pick: <Item>(items: readonly Item[]) => Item): string {
  const words = vocabulary.find(([pattern]) => pattern.test(column))?.[1]
  return words === undefined ? `${table.slice(0, 3).toUpperCase()}-${String(10_000 + index)}` : pick(words)
}

/** Rows of an ordinary warehouse table: made up from its columns, the same every time. */
export function sampleRows(request: {
  readonly path: readonly string[]
  readonly columns: readonly TableColumn[]
}): SharedRow[] {
  const table = request.path.at(-1) ?? ''
  const random = randomFrom('rows', ...request.path)
  const newestMs = Date.UTC(2026, 8, 30)
  return Array.from({ length: rowCount }, (_, index) => {
    const row: Record<string, string | number | boolean> = {}
    for (const column of request.columns) {
      if (column.type === 'number') row[column.name] = Math.round(random.next() * 100_000) / 100
      else if (column.type === 'boolean') row[column.name] = random.chance(0.4)
      else if (column.type === 'datetime')
        row[column.name] = isoTime(newestMs - Math.round(random.next() * 200 * dayMs))
      else row[column.name] = textCell(column.name, table, index, (items) => random.pick(items))
    }
    return row
  })
}
