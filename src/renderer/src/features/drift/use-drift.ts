import { useMemo } from 'react'
import type { SettingsMatrix, SettingsRow } from '../../../../shared/contract/drift.ts'
import type { Organization } from '../../../../shared/contract/organizations.ts'
import type { SettingsBaseline } from '../../../../shared/contract/preferences.ts'
import {
  type BaselineValues,
  baselineValues,
  compareSettings,
  type RowDrift,
  type SettingsDrift
} from '../../../../shared/domain/settings-drift.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'

/** One organization of the matrix. */
export interface DriftRow {
  readonly organization: Organization
  readonly cells: SettingsRow['cells']
  /** Undefined while nothing is compared with. */
  readonly drift: RowDrift<OrganizationId> | undefined
  readonly differing: number
}

export interface Drift {
  readonly rows: readonly DriftRow[]
  /** Undefined while no baseline is chosen, or when it is an organization that cannot be read. */
  readonly wanted: BaselineValues | undefined
  readonly whole: SettingsDrift<OrganizationId> | undefined
}

/** How many settings differ, now or after what is on its way. */
const differingOf = (drift: RowDrift<OrganizationId> | undefined): number =>
  drift === undefined ? 0 : drift.counts.differs + drift.counts['pending-differs']

/** The settings of all organizations beside each other, compared with the baseline. */
export function useDrift(
  matrix: SettingsMatrix | undefined,
  organizations: readonly Organization[] | undefined,
  baseline: SettingsBaseline | undefined
): Drift {
  return useMemo(() => {
    const byId = new Map((organizations ?? []).map((one) => [one.id, one]))
    const known = (matrix?.rows ?? []).filter((row) => byId.has(row.organizationId))
    const wanted = baseline === undefined ? undefined : baselineValues(baseline, known)
    const whole = wanted === undefined ? undefined : compareSettings(known, wanted)
    const rows = known.flatMap((row, index): DriftRow[] => {
      const organization = byId.get(row.organizationId)
      const drift = whole?.rows[index]
      return organization === undefined
        ? []
        : [{ organization, cells: row.cells, drift, differing: differingOf(drift) }]
    })
    return { rows, wanted, whole }
  }, [matrix, organizations, baseline])
}
