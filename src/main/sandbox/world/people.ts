import type { Random } from './random.ts'

/** What a member does all day; decides what the background activity lets them do. */
export type Persona = 'admin' | 'builder' | 'analyst' | 'viewer' | 'service'

/** A seeded member, before it becomes a row. */
export interface WorldMember {
  readonly memberId: string
  readonly homeFolderId: string
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly accountType: string
  readonly userKind: 'internal' | 'guest'
  readonly persona: Persona
  /** Hours that the member's working day is ahead of UTC. */
  readonly utcOffsetHours: number
  readonly ipAddress: string
  readonly userAgent: string
  readonly joinedDaysAgo: number
}

interface Place {
  readonly utcOffsetHours: number
  /** First octets of documentation address ranges (RFC 5737), so that no real network is named. */
  readonly network: string
  readonly names: readonly (readonly [first: string, last: string])[]
}

const places: readonly Place[] = [
  {
    utcOffsetHours: 1,
    network: '192.0.2',
    names: [
      ['Ingrid', 'Halvorsen'],
      ['Jonas', 'Lindqvist'],
      ['Marta', 'Kowalczyk'],
      ['Théo', 'Marchand'],
      ['Giulia', 'Ferrante'],
      ['Anneliese', 'Brandt'],
      ['Mehmet', 'Yıldırım'],
      ['Zsófia', 'Nagy'],
      ['Pieter', 'van Dongen'],
      ['Inês', 'Carvalho'],
      ['Lucía', 'Etxeberria'],
      ['Tomáš', 'Dvořák']
    ]
  },
  {
    utcOffsetHours: -6,
    network: '198.51.100',
    names: [
      ['Denise', 'Okafor-Reed'],
      ['Marcus', 'Whitfield'],
      ['Camila', 'Restrepo'],
      ['Xóchitl', 'Ramírez'],
      ['Tyler', 'Nakamura'],
      ['Grace', 'Oyelaran'],
      ['Samuel', 'Begay'],
      ['Priscilla', 'Duarte'],
      ['Owen', 'McAllister'],
      ['Leila', 'Haddad'],
      ['Renée', 'Thibodeaux'],
      ['Caleb', 'Strand']
    ]
  },
  {
    utcOffsetHours: 8,
    network: '203.0.113',
    names: [
      ['Wei Ling', 'Tan'],
      ['Aarav', 'Krishnan'],
      ['Haruka', 'Shimizu'],
      ['Nguyễn', 'Thảo'],
      ['Min-jun', 'Seo'],
      ['Siti', 'Rahmawati'],
      ['Arjun', 'Deshpande'],
      ['Kai', 'Tipene'],
      ['Mei', 'Chen'],
      ['Farah', 'Aziz'],
      ['Isla', 'Pemberton'],
      ['Rohan', 'Wickramasinghe']
    ]
  }
]

const browsers = [
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15',
  'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0'
] as const

const services = [
  { first: 'Airflow', last: 'Service', agent: 'apache-airflow/3.1 python-requests/2.32.5' },
  { first: 'Terraform', last: 'Service', agent: 'terraform-provider-sigma/0.9.2' },
  { first: 'Catalog', last: 'Crawler', agent: 'openmetadata-ingestion/1.9' }
] as const

/** ASCII form of a name for an e-mail address. */
function mailPart(name: string): string {
  const plain = name.normalize('NFD').replaceAll(/[\u0300-\u036f]/g, '')
  return plain
    .replaceAll('ı', 'i')
    .replaceAll('đ', 'd')
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, '.')
    .replaceAll(/^\.|\.$/g, '')
}

/** Account type and persona for the n-th member: a handful build, more analyse, most look. */
function roleOf(position: number, random: Random): readonly [accountType: string, persona: Persona] {
  if (position === 1 || position % 24 === 23) return ['Admin', 'admin']
  const draw = random.next()
  if (draw < 0.28) return ['Build', 'builder']
  if (draw < 0.58) return ['Analyze', 'analyst']
  if (draw < 0.72) return ['Act', 'viewer']
  return ['View', 'viewer']
}

/**
 * The seeded members. The first one owns the API credentials.
 * @param count how many, at least 2
 * @param domain e-mail domain
 * @param apiAccountType account type of the first member
 */
export function makePeople(random: Random, count: number, domain: string, apiAccountType: string): WorldMember[] {
  const members: WorldMember[] = []
  const taken = new Set<string>()
  for (let position = 0; position < Math.max(2, count); position += 1) {
    const isService = position > 4 && position % 13 === 5 && Math.floor(position / 13) < services.length
    const service = isService ? services[Math.floor(position / 13)] : undefined
    const place = places[(position + random.int(2)) % places.length] ?? places[0]
    if (place === undefined) throw new RangeError('no place')
    const [givenFirst, givenLast] = random.pick(place.names)
    let firstName: string = service?.first ?? givenFirst
    let lastName: string = service?.last ?? givenLast
    if (position === 0) [firstName, lastName] = ['Robin', 'Vega']
    let local = service === undefined ? `${mailPart(firstName)}.${mailPart(lastName)}` : `svc.${mailPart(firstName)}`
    if (taken.has(local) && service === undefined) {
      // A namesake gets another family name of the same place before a number, as people do.
      lastName = random.pick(place.names)[1]
      local = `${mailPart(firstName)}.${mailPart(lastName)}`
      for (let copy = 2; taken.has(local); copy += 1) local = `${mailPart(firstName)}.${mailPart(lastName)}${copy}`
    }
    taken.add(local)
    const [accountType, persona] =
      service !== undefined
        ? (['Build', 'service'] as const)
        : position === 0
          ? ([apiAccountType, 'admin'] as const)
          : roleOf(position, random)
    const isGuest = persona === 'viewer' && random.chance(0.08)
    members.push({
      memberId: random.uuid(),
      homeFolderId: random.uuid(),
      firstName,
      lastName,
      email: `${local}@${isGuest ? 'partner.example' : domain}`,
      accountType,
      userKind: isGuest ? 'guest' : 'internal',
      persona,
      utcOffsetHours: place.utcOffsetHours,
      ipAddress: `${place.network}.${10 + random.int(200)}`,
      userAgent: service?.agent ?? random.pick(browsers),
      joinedDaysAgo: 20 + random.int(700)
    })
  }
  return members
}

/** A member who does not come from the seed. */
export type Visitor = Pick<WorldMember, 'firstName' | 'lastName' | 'email' | 'accountType' | 'userKind'>

const personas: Readonly<Record<string, Persona>> = { Admin: 'admin', Build: 'builder', Analyze: 'analyst' }

/** Members who are given by name, with habits of their own in each organization. */
export function makeVisitors(random: Random, visitors: readonly Visitor[]): WorldMember[] {
  return visitors.map((visitor) => {
    const place = random.pick(places)
    return {
      ...visitor,
      memberId: random.uuid(),
      homeFolderId: random.uuid(),
      persona: personas[visitor.accountType] ?? 'viewer',
      utcOffsetHours: place.utcOffsetHours,
      ipAddress: `${place.network}.${10 + random.int(200)}`,
      userAgent: random.pick(browsers),
      joinedDaysAgo: 20 + random.int(700)
    }
  })
}
