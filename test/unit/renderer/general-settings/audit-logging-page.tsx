import { screen, within } from '@testing-library/react'
import { GeneralSettingsPage } from '../../../../src/renderer/src/features/general-settings/general-settings-page.tsx'
import type { GeneralSettings, PendingChange } from '../../../../src/shared/contract/settings.ts'
import type { AuditLoggingState } from '../../../../src/shared/domain/audit-logging.ts'
import type { PendingChangeId } from '../../../../src/shared/kit/ids.ts'
import { minuteMs } from '../../../../src/shared/kit/time.ts'
import { createFakeApi, fakeIds, fakeOrganization, fakeSettings } from '../../../support/fake-api.ts'
import { renderPage } from '../../../support/render-page.tsx'

export const nowMs = Date.UTC(2026, 8, 30, 14, 0, 0)
export const organizationId = fakeIds.acme

export type AuditLogging = GeneralSettings['auditLogging']

/** The page with audit logging in the given state. */
export async function show(
  state: AuditLoggingState,
  facts: Partial<Omit<AuditLogging, 'state'>> = {},
  settings: Partial<GeneralSettings> = {}
) {
  const organization = fakeOrganization({ id: organizationId, auditLogging: state })
  const base = fakeSettings(organization)
  const fake = createFakeApi({ organizations: [organization] })
  fake.state.settings.set(organizationId, {
    ...base,
    ...settings,
    auditLogging: { ...base.auditLogging, earlierActivationsMs: [], ...facts, state }
  })
  const page = renderPage(fake, <GeneralSettingsPage organizationId={organizationId} />)
  const section = await screen.findByRole('region', { name: 'Audit Logging' })
  return { fake, section, page }
}

/** The words of the buttons and links of Sigma Audit Logs, without those of the storage integration. */
export function controls(section: HTMLElement): string[] {
  const all = [...within(section).queryAllByRole('button'), ...within(section).queryAllByRole('link')]
  return all
    .filter((one) => !(one.getAttribute('aria-label') ?? '').includes('Storage Integration'))
    .map((one) => one.textContent ?? '')
    .toSorted()
}

export const pending = (facts: Partial<PendingChange>): PendingChange => ({
  id: '00000000-0000-4000-8000-0000000000aa' as PendingChangeId,
  key: 'auditLogging',
  value: true,
  madeAtMs: nowMs - 5 * minuteMs,
  attempts: 0,
  state: 'waiting',
  ...facts
})
export const offline = { lastError: { code: 'offline' as const, params: {} } }
export const ago = (minutes: number) => nowMs - minutes * minuteMs
