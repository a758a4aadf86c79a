import { type ColumnGroup, columnGroups } from './columns.ts'
import { eventTypes, failureReasons } from './event-types.ts'
import type { Population } from './population.ts'
import type { CellText, RowSyntax } from './row-syntax.ts'

type Bytes = Uint8Array

const exportKinds: readonly (readonly [format: string, destination: string])[] = [
  ['csv', 'download'],
  ['xlsx', 'download'],
  ['pdf', 'email'],
  ['csv', 's3'],
  ['png', 'email'],
  ['jsonl', 'gcs'],
  ['parquet', 'azure'],
  ['pdf', 'slack']
]
const methods = ['saml', 'password', 'oauth', 'two-factor', 'embed']
const accountTypes = ['Admin', 'Creator', 'Explorer', 'Viewer', 'Lite', 'Embedded']

/** Everything of a row that is not drawn anew for it, written out once. */
export interface Fragments {
  /** A group without any value. */
  readonly none: Readonly<Record<ColumnGroup, Bytes>>
  readonly types: readonly Bytes[]
  readonly success: Bytes
  /** By reason; the last one is a failure without a reason. */
  readonly failures: readonly Bytes[]
  readonly actors: readonly Bytes[]
  readonly impersonators: readonly Bytes[]
  /** By actor, then by address. */
  readonly places: readonly (readonly Bytes[])[]
  readonly keyPlaces: readonly Bytes[]
  readonly objects: readonly Bytes[]
  readonly connections: readonly Bytes[]
  readonly endpoints: readonly Bytes[]
  readonly exports: readonly Bytes[]
  readonly teams: readonly Bytes[]
  readonly targets: readonly Bytes[]
  readonly inputTables: readonly Bytes[]
  readonly procedures: readonly Bytes[]
  readonly tenants: readonly Bytes[]
  readonly authentications: readonly Bytes[]
}

/** Writes out the population in a file's syntax. */
export function writeFragments(population: Population, syntax: RowSyntax): Fragments {
  const { actors } = population
  const all = <Item>(group: ColumnGroup, items: readonly Item[], of: (item: Item, at: number) => readonly CellText[]) =>
    items.map((item, at) => syntax.group(group, of(item, at)))
  const groups = Object.keys(columnGroups) as ColumnGroup[]
  return {
    none: Object.fromEntries(groups.map((group) => [group, syntax.group(group, [])])) as Record<ColumnGroup, Bytes>,
    types: all('type', eventTypes, (one) => [one.category, one.name]),
    success: syntax.group('status', ['SUCCESS']),
    failures: all('status', [...failureReasons, undefined], (reason) => ['FAILURE', reason]),
    actors: all('actor', actors, (one) => [one.id, one.email, one.name]),
    impersonators: all('impersonator', actors.slice(0, 40), (one) => [one.email]),
    places: actors.map((one) => all('place', one.addresses, (address) => [address, one.userAgent])),
    keyPlaces: all('place', actors.slice(0, 40), (one, at) => [
      one.addresses[0],
      at % 3 === 0 ? 'sigma-sync/1.4' : 'python-requests/2.32.3'
    ]),
    objects: all('object', population.objects, (one) => [one.id, one.name, one.type, one.path]),
    connections: all('connection', population.connections, (one) => [one.id, one.name, one.type]),
    endpoints: all('api', population.endpoints, (one) => one),
    exports: all('export', exportKinds, (one) => one),
    teams: all('team', population.teams, (one) => one),
    targets: all('target', actors, (one, at) => [
      one.email,
      at % 3 === 0 ? accountTypes[at % accountTypes.length] : undefined
    ]),
    inputTables: all('inputTable', population.inputTables, (one) => [one]),
    procedures: all('procedure', population.procedures, (one) => [one]),
    tenants: all('tenant', population.tenants, (one) => [one]),
    authentications: all('authentication', methods, (one) => [one])
  }
}
