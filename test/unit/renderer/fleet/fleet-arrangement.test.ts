import { describe, expect, it } from 'vitest'
import { arrangeFleet, type FleetQuestion } from '../../../../src/renderer/src/features/fleet/fleet-arrangement.ts'
import { fleetColumnIds } from '../../../../src/renderer/src/features/fleet/fleet-columns.ts'
import { exportedFleet } from '../../../../src/renderer/src/features/fleet/fleet-export.ts'
import { quickFilters, totalsOf } from '../../../../src/renderer/src/features/fleet/fleet-facts.ts'
import { initialFleetView, layoutOf, withLayout } from '../../../../src/renderer/src/features/fleet/use-fleet-view.ts'
import type { Organization } from '../../../../src/shared/contract/organizations.ts'
import { dayMs, hourMs, minuteMs } from '../../../../src/shared/kit/time.ts'
import { fakeOrganization } from '../../../support/fake-api.ts'
import { fakeFleet, fleetId } from '../../../support/fake-api-fleet.ts'

const nowMs = Date.UTC(2026, 9, 12, 9)
const question: FleetQuestion = {
  text: '',
  quick: 'all',
  columns: initialFleetView.columns,
  sort: undefined,
  groupBy: 'none',
  collapsed: new Set(),
  nowMs
}
const one = (index: number, facts: Partial<Organization>): Organization =>
  fakeOrganization({ id: fleetId(index), ...facts })
const names = (organizations: readonly Organization[]): string[] => organizations.map(({ name }) => name)

describe('the order of the table', () => {
  const rows = [
    one(0, { name: 'Beta 10', pendingChanges: 5 }),
    one(1, { name: 'beta 9', pendingChanges: 2, refusedChanges: 1 }),
    one(2, { name: 'Alpha', pendingChanges: 0 })
  ]
  const by = (column: string, isDescending = false) =>
    names(arrangeFleet(rows, { ...question, sort: { column, isDescending } }).found)

  it('is the person’s own until a column is chosen', () => {
    expect(names(arrangeFleet(rows, question).found)).toEqual(['Beta 10', 'beta 9', 'Alpha'])
    expect(by('a column of a later version')).toEqual(['Beta 10', 'beta 9', 'Alpha'])
  })

  it('counts numbers in names and ignores case', () => {
    expect(by('name')).toEqual(['Alpha', 'beta 9', 'Beta 10'])
    expect(by('name', true)).toEqual(['Beta 10', 'beta 9', 'Alpha'])
  })

  it('puts what has no value last either way, and refused changes over any number that is on its way', () => {
    expect(by('pending')).toEqual(['Beta 10', 'beta 9', 'Alpha'])
    expect(by('pending', true)).toEqual(['beta 9', 'Beta 10', 'Alpha'])
  })
})

describe('the filter', () => {
  it('finds every word among the words on screen, and none in a column that is hidden', () => {
    const rows = [
      one(0, { name: 'Acme', accountType: 'Analyst', label: 'staging' }),
      one(1, { name: 'Globex', auditLogging: { kind: 'pending', requestedAtMs: nowMs } })
    ]
    const find = (text: string, columns = question.columns) =>
      names(arrangeFleet(rows, { ...question, text, columns }).found)
    expect(find('ANALYST acme')).toEqual(['Acme'])
    expect(find('feature pending')).toEqual(['Globex'])
    expect(find('staging')).toEqual(['Acme'])
    expect(find('analyst globex')).toEqual([])
    expect(find('analyst', ['name', 'region'])).toEqual([])
    expect(find('  ')).toEqual(['Acme', 'Globex'])
  })

  it('looks through the words of now, not of when it first looked', () => {
    const row = one(0, { name: 'Acme', lastReadAtMs: nowMs })
    const find = (text: string, atMs: number) => arrangeFleet([row], { ...question, text, nowMs: atMs }).found.length
    expect(find('just now', nowMs)).toBe(1)
    expect(find('3 hours ago', nowMs)).toBe(0)
    expect(find('3 hours ago', nowMs + 3 * hourMs)).toBe(1)
  })

  it('counts for each quick filter what the filter then shows', () => {
    const fleet = fakeFleet(200, nowMs)
    const { counts } = totalsOf(fleet)
    for (const quick of quickFilters)
      expect([quick, arrangeFleet(fleet, { ...question, quick }).found.length]).toEqual([quick, counts[quick]])
    for (const quick of quickFilters) expect(counts[quick]).toBeGreaterThan(0)
  })

  it('takes less than a frame for 200 organizations, typed letter by letter', () => {
    const fleet = fakeFleet(200, nowMs)
    const typed = 'production'
    const times = Array.from(typed, (_letter, index) => {
      const startedMs = performance.now()
      arrangeFleet(fleet, {
        ...question,
        text: typed.slice(0, index + 1),
        sort: { column: 'name', isDescending: true }
      })
      return performance.now() - startedMs
    }).toSorted((left, right) => left - right)
    expect(times[Math.floor(times.length / 2)]).toBeLessThan(16)
  })
})

describe('groups', () => {
  it('have titles with counts, and hide their rows but not from the export', () => {
    const fleet = fakeFleet(16, nowMs)
    const open = arrangeFleet(fleet, { ...question, groupBy: 'label' })
    const groups = open.rows.flatMap((row) => (row.kind === 'group' ? [`${row.group.title} ${row.group.count}`] : []))
    expect(groups).toEqual(['Production 4', 'Staging 2', 'Development 2', 'Customer 6', 'No label 2'])
    expect(open.rows).toHaveLength(16 + 5)
    const closed = arrangeFleet(fleet, { ...question, groupBy: 'label', collapsed: new Set(['label:customer']) })
    expect(closed.rows).toHaveLength(16 + 5 - 6)
    expect(closed.found).toHaveLength(16)
  })

  it('stand by region in the order of its name, each sorted within', () => {
    const rows = [
      one(0, { name: 'C', regionId: 'gcp-us' }),
      one(1, { name: 'B', regionId: 'aws-eu' }),
      one(2, { name: 'A', regionId: 'gcp-us' })
    ]
    const { found } = arrangeFleet(rows, {
      ...question,
      groupBy: 'region',
      sort: { column: 'name', isDescending: false }
    })
    expect(names(found)).toEqual(['B', 'A', 'C'])
  })
})

describe('what all come to', () => {
  it('names the organization whose rows leave Sigma next', () => {
    const totals = totalsOf([
      one(0, { name: 'Late', unarchivedSinceMs: nowMs - 25 * dayMs, pendingChanges: 3, refusedChanges: 1 }),
      one(1, { name: 'Fresh', unarchivedSinceMs: nowMs - hourMs, auditLogging: { kind: 'disabled' } })
    ])
    expect(totals.nextToLeave?.organization.name).toBe('Late')
    expect(totals.nextToLeave?.atMs).toBe(nowMs + 5 * dayMs)
    expect(totals).toMatchObject({ auditOn: 1, pendingChanges: 3, refusedChanges: 1 })
  })

  it('counts a log that waits to be disabled as on, and neither as on nor off where Sigma does not offer it', () => {
    const totals = totalsOf([
      one(0, { auditLogging: { kind: 'disable-waiting', requestedAtMs: nowMs, connectionId: 'c' } }),
      one(1, { auditLogging: { kind: 'region-not-supported' } }),
      one(2, { auditLogging: { kind: 'refused', request: 'enable', reason: 'not-permitted', refusedAtMs: nowMs } })
    ])
    expect(totals.auditOn).toBe(1)
    expect(totals.counts['audit-off']).toBe(1)
  })
})

describe('the export', () => {
  it('has the words on screen, times in full, and the label that stands beside the name', () => {
    const row = one(0, {
      name: 'Acme',
      label: 'customer',
      lastReadAtMs: nowMs - 90 * minuteMs,
      auditLogReadAtMs: nowMs - 5 * hourMs,
      pendingChanges: 2,
      refusedChanges: 1
    })
    expect(exportedFleet([row], ['name', 'lastSync', 'freshness', 'pending'], nowMs)).toEqual({
      columns: ['Organization', 'Label', 'Last sync', 'Freshness', 'Pending changes'],
      rows: [['Acme', 'Customer', '2026-10-12T07:30:00.000Z', 'Late, 5 h', '2, 1 refused']]
    })
  })
})

describe('the view that is kept', () => {
  it('survives the way into the chooser and back', () => {
    const view = { ...initialFleetView, columns: ['name', 'sync', 'label'], widths: { name: 300 } }
    expect(withLayout(view, layoutOf(view))).toEqual(view)
    expect(layoutOf(view).hidden).toHaveLength(fleetColumnIds.length - 3)
  })

  it('keeps a width within the limits of the contract', () => {
    expect(withLayout(initialFleetView, { ...layoutOf(initialFleetView), widths: { name: 5_000 } }).widths.name).toBe(
      960
    )
  })
})
