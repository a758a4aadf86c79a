import { Archive, ScrollText } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { assertNever } from '../../../../shared/kit/assert-never.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { wordsOfAuditLogging } from '../../lib/audit-logging-words.ts'
import { type AuditTable, useAuditTable } from '../../lib/audit-table.ts'
import { type ArchiveSection, archiveSections } from '../../lib/navigation.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Page } from '../../ui/page.tsx'
import { PlaceLink } from '../../ui/place-link.tsx'
import { SideNav } from '../../ui/side-nav.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { sectionWords } from './archive-words.ts'
import { BackupsSection } from './backups-section.tsx'
import { ColumnsSection } from './columns-section.tsx'
import { EvidenceSection } from './evidence-section.tsx'
import { ImportSection } from './import-section.tsx'
import { IntegritySection } from './integrity-section.tsx'
import { RetentionSection } from './retention-section.tsx'
import { StateSection } from './state-section.tsx'

interface ArchivePageProps {
  readonly organizationId: OrganizationId
  readonly section: ArchiveSection
}

/** All about what is kept of an organization's audit events, a page for each concern. */
export function ArchivePage({ organizationId, section }: ArchivePageProps): ReactElement {
  return (
    <SideNav
      label="Archive"
      pages={archiveSections.map((one) => ({
        name: sectionWords[one],
        place: { to: 'archive', organizationId, section: one },
        isCurrent: one === section
      }))}
    >
      <Page
        key={section}
        title={section === 'state' ? 'Archive' : sectionWords[section]}
        documentTitle={section === 'state' ? 'Archive' : `${sectionWords[section]} – Archive`}
        description={descriptions[section]}
      >
        <Content organizationId={organizationId} section={section} />
      </Page>
    </SideNav>
  )
}

const descriptions: Readonly<Record<ArchiveSection, ReactNode>> = {
  state: 'Sigma forgets after 30 days; what is here stays.',
  import: 'Files as Sigma’s scheduled exports write them, for times that Sigma does not have any more.',
  columns: 'Columns are read, never assumed. What each means is found by its name, and can be corrected.',
  retention: 'How long events are kept on this computer. It changes nothing at Sigma.',
  backups: 'Copies of the archive, each checked after it was taken.',
  integrity: 'Each row is part of a chain of hashes. A verification computes all of them again.',
  evidence: 'A file that shows events together with the proof that nothing was altered.'
}

function Content({ organizationId, section }: ArchivePageProps): ReactElement {
  const found = useAuditTable(organizationId)
  // These are about the whole archive, also of an organization that has no audit connection any more.
  if (section === 'backups') return <BackupsSection organizationId={organizationId} />
  if (section === 'integrity') return <IntegritySection organizationId={organizationId} />
  switch (found.kind) {
    case 'reading':
      return <Skeleton lines={8} lineHeight={28} label="Reading the archive" />
    case 'error':
      return <ErrorNotice {...found} />
    case 'no-connection':
      return <NotOn organizationId={organizationId} found={found} />
    case 'no-table':
      return (
        <EmptyState icon={ScrollText} title="The audit connection has no table AUDIT_LOGS yet">
          Sigma may still be filling it. The archive begins as soon as Sigma lists it.
        </EmptyState>
      )
    case 'ready':
      return <SectionOf organizationId={organizationId} section={section} path={found.path} />
    default:
      return assertNever(found)
  }
}

function SectionOf({
  organizationId,
  section,
  path
}: ArchivePageProps & { readonly path: readonly string[] }): ReactElement | null {
  switch (section) {
    case 'state':
      return <StateSection organizationId={organizationId} path={path} />
    case 'import':
      return <ImportSection organizationId={organizationId} path={path} />
    case 'columns':
      return <ColumnsSection organizationId={organizationId} path={path} />
    case 'retention':
      return <RetentionSection organizationId={organizationId} path={path} />
    case 'evidence':
      return <EvidenceSection organizationId={organizationId} path={path} />
    case 'backups':
    case 'integrity':
      return null
    default:
      return assertNever(section)
  }
}

function NotOn({
  organizationId,
  found
}: {
  readonly organizationId: OrganizationId
  readonly found: Extract<AuditTable, { kind: 'no-connection' }>
}): ReactElement {
  return (
    <EmptyState
      icon={Archive}
      title="There is no audit log to archive yet"
      action={
        <PlaceLink place={{ to: 'general-settings', organizationId, section: 'audit-logging' }} variant="secondary">
          Open General Settings
        </PlaceLink>
      }
    >
      {wordsOfAuditLogging(found.state).meaning} The archive begins with the first events.
    </EmptyState>
  )
}
