import { below, createDraw, hexText, share } from './random.ts'

export interface Actor {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly userAgent: string
  readonly addresses: readonly string[]
}

export interface AuditedObject {
  readonly id: string
  readonly name: string
  readonly type: string
  /** Absent for what lies in somebody's own documents. */
  readonly path?: string
}

export interface Connection {
  readonly id: string
  readonly name: string
  readonly type: string
}

/** Who and what there is in the generated organization. Place 0 is the busiest of its kind. */
export interface Population {
  readonly actors: readonly Actor[]
  readonly objects: readonly AuditedObject[]
  readonly connections: readonly Connection[]
  readonly endpoints: readonly (readonly [method: string, path: string, status: number])[]
  readonly teams: readonly (readonly [id: string, name: string])[]
  readonly procedures: readonly string[]
  readonly tenants: readonly string[]
  readonly inputTables: readonly string[]
}

const firstNames =
  'Ada Amara Anouk Bilal Björn Carmen Chidi Clara Daniel Derya Elif Emma Farid Giulia Hana Hugo Ines Ivan Jana João Kenji Lars Leïla Luca Maja Marek Mina Noah Nora Olga Omar Paula Petra Quentin Ravi Rosa Sami Søren Tariq Tomás Uma Vera Wei Xenia Yara Yusuf Zoë Åsa'.split(
    ' '
  )
const lastNames =
  'Abebe Adler Almeida Bauer Bianchi Castro Chen Dubois Eriksen Ferrari Fischer García Gupta Haddad Hansen Ito Jansen Kaya Keller Kim Kowalski Larsen Lopes Maier Mbeki Meyer Moreau Müller Nakamura Novak Okafor Olsen Park Patel Pereira Petrov Quist Rahman Rossi Sato Schmidt Silva Smirnov Tanaka Ueda Vargas Weber Yılmaz Zhang Ødegård'.split(
    ' '
  )
const subjects =
  'Revenue;Churn;Pipeline;Inventory;Headcount;Forecast;Margin;Campaigns;Support tickets;Shipments;Returns;Cohorts;Budget;Usage;Onboarding;Claims;Umsatz, Übersicht;Patients;Fleet;Energy;Pricing;Renewals;Attrition;Audience;Basket'.split(
    ';'
  )
const regions =
  'EMEA;APAC;Americas;Nordics;DACH;Iberia;Benelux;Japan;Brazil;India;"North" team;Côte d’Azur;São Paulo;Worldwide'.split(
    ';'
  )
const periods = ['Daily', 'Weekly', 'Monthly', 'Quarterly', 'Yearly', 'Ad hoc']
const objectTypes = ['workbook', 'workbook', 'workbook', 'dataset', 'data-model', 'table', 'folder']
const customers = ['acme', 'globex', 'initech', 'umbrella', 'hooli', 'stark', 'wayne', 'tyrell', 'cyberdyne', 'soylent']

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase()

const pick = <Item>(items: readonly Item[], at: number): Item => items[at % items.length] as Item

function userAgents(draw: () => number): string[] {
  const systems = ['Windows NT 10.0; Win64; x64', 'Macintosh; Intel Mac OS X 10_15_7', 'X11; Linux x86_64']
  return Array.from({ length: 80 }, (_, index) => {
    const system = pick(systems, below(draw, 7) >> 1)
    return index % 9 === 8
      ? `Mozilla/5.0 (${system}; rv:${100 + index}.0) Gecko/20100101 Firefox/${100 + index}.0`
      : `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${60 + index}.0.0.0 Safari/537.36`
  })
}

/**
 * The same population for the same seed. 5,000 actors and 20,000 objects in general; their names are plausible, a quarter
 * of them with quotes, commas and letters beyond ASCII. Every 250th actor is a service account.
 */
export function createPopulation(seed: number, counts = { actors: 5_000, objects: 20_000 }): Population {
  const draw = createDraw(seed ^ 0x5eed)
  const agents = userAgents(draw)
  const actors = Array.from({ length: counts.actors }, (_, rank): Actor => {
    const isService = rank % 250 === 249
    const first = pick(firstNames, below(draw, firstNames.length))
    const last = pick(lastNames, below(draw, lastNames.length))
    const site = below(draw, 40)
    const customer = pick(customers, site)
    return {
      id: hexText(draw, 22),
      email: isService
        ? `service-${rank}@${customer}.example.com`
        : `${plain(first)}.${plain(last)}.${rank}@${customer}.example.com`,
      name: isService ? `Service ${rank}` : `${first} ${last}`,
      userAgent: isService ? 'python-requests/2.32.3' : pick(agents, Math.floor(share(draw) ** 2 * agents.length)),
      addresses: Array.from(
        { length: 1 + below(draw, 4) },
        () => `10.${site}.${below(draw, 32)}.${1 + below(draw, 250)}`
      )
    }
  })
  const objects = Array.from({ length: counts.objects }, (_, rank): AuditedObject => {
    const name = `${pick(periods, below(draw, periods.length))} ${pick(subjects, below(draw, subjects.length))} ${pick(regions, below(draw, regions.length))} ${rank}`
    const path = `Workspaces/${pick(customers, below(draw, customers.length))}/${pick(subjects, below(draw, subjects.length))}`
    const isShared = share(draw) < 0.5
    return {
      id: hexText(draw, 22),
      name,
      type: pick(objectTypes, below(draw, objectTypes.length)),
      ...(isShared && { path })
    }
  })
  const warehouses = ['snowflake', 'bigQuery', 'databricks', 'postgres', 'redshift']
  return {
    actors,
    objects,
    connections: Array.from({ length: 24 }, (_, rank) => ({
      id: hexText(draw, 22),
      name: `${pick(customers, rank)} warehouse ${rank}`,
      type: pick(warehouses, below(draw, warehouses.length))
    })),
    endpoints: Array.from({ length: 300 }, (_, rank) => {
      const resource = pick(['members', 'workbooks', 'teams', 'connections', 'datasets', 'grants', 'files'], rank)
      const method = pick(['GET', 'GET', 'GET', 'POST', 'PATCH', 'DELETE'], below(draw, 6))
      const status = method === 'GET' ? pick([200, 200, 200, 200, 404, 429], below(draw, 6)) : 201
      return [method, rank < 7 ? `/v2/${resource}` : `/v2/${resource}/${hexText(draw, 12)}`, status] as const
    }),
    teams: Array.from({ length: 120 }, (_, rank) => [
      hexText(draw, 22),
      `${pick(regions, rank)} ${pick(subjects, below(draw, subjects.length))}`
    ]),
    procedures: Array.from({ length: 40 }, (_, rank) => `ANALYTICS.PUBLIC.REFRESH_${rank}`),
    tenants: Array.from({ length: 60 }, (_, rank) => `${pick(customers, rank)}-tenant-${rank}`),
    inputTables: Array.from({ length: 400 }, () => hexText(draw, 22))
  }
}
