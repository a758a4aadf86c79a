import { ArrowDown, ArrowUp, Clock, Cloud, EllipsisVertical, FlaskConical, RefreshCw } from 'lucide-react'
import type { ReactElement } from 'react'
import type { Organization } from '../../../../shared/contract/organizations.ts'
import { wordsOfAuditLogging } from '../../lib/audit-logging-words.ts'
import { wordsOfThrown } from '../../lib/error-words.ts'
import { type Place, useCurrentPath, useGo } from '../../lib/navigation.ts'
import { useRefreshOrganization } from '../../lib/organization-queries.ts'
import { labelWords, wordsOfHealth } from '../../lib/organization-words.ts'
import { classes } from '../../ui/classes.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { toneIcons } from '../../ui/tag.tsx'
import { showToast } from '../../ui/toast-queue.ts'
import styles from './organization-item.module.css'
import { hrefOf } from '../../lib/navigation.ts'

export interface OrganizationItemProps {
  readonly organization: Organization
  readonly onMoveUp?: () => void
  readonly onMoveDown?: () => void
}

/** One organization of the list: colour and word of its label, kind, health, and what audit logging is waiting for. */
export function OrganizationItem({ organization, onMoveUp, onMoveDown }: OrganizationItemProps): ReactElement {
  const go = useGo()
  const { mutate: refresh } = useRefreshOrganization()
  const place: Place = { to: 'overview', organizationId: organization.id }
  const isOpen = useCurrentPath().startsWith(`/organizations/${organization.id}/`)
  const health = wordsOfHealth(organization.health)
  const HealthIcon = toneIcons[health.tone]
  const KindIcon = organization.kind === 'sandbox' ? FlaskConical : Cloud
  const kind =
    organization.kind === 'sandbox'
      ? 'Sandbox'
      : organization.label === 'none'
        ? 'Sigma'
        : labelWords[organization.label]
  const auditLogging = wordsOfAuditLogging(organization.auditLogging)
  return (
    <div className={styles.item} data-label={organization.label} data-open={isOpen || undefined}>
      <a
        href={hrefOf(place)}
        className={styles.link}
        draggable={false}
        title={organization.name}
        aria-current={isOpen ? 'true' : undefined}
        onClick={(event) => {
          event.preventDefault()
          go(place)
        }}
      >
        <span className={styles.name}>{organization.name}</span>
        <span className={styles.facts}>
          <span className={styles.kind}>
            <KindIcon aria-hidden="true" size={12} />
            {kind}
          </span>
          <span className={classes(styles.health, styles[health.tone])} title={health.meaning}>
            <HealthIcon aria-hidden="true" size={12} />
            {health.word}
          </span>
        </span>
        {auditLogging.tone === 'working' && (
          <span className={classes(styles.facts, styles.working)}>
            <span className={styles.kind}>
              <Clock aria-hidden="true" size={12} />
              {auditLogging.tag}
            </span>
          </span>
        )}
      </a>
      <span className={styles.menu}>
        <Menu
          label={organization.name}
          trigger={<IconButton label={`More about ${organization.name}`} icon={EllipsisVertical} />}
          items={[
            {
              id: 'refresh',
              label: 'Read from Sigma now',
              icon: RefreshCw,
              onAction: () =>
                refresh(organization.id, {
                  onError: (error) =>
                    showToast({ tone: 'bad', title: organization.name, description: wordsOfThrown(error).title })
                })
            },
            {
              id: 'up',
              label: 'Move up',
              description: 'Alt+↑',
              icon: ArrowUp,
              isDisabled: onMoveUp === undefined,
              onAction: () => onMoveUp?.()
            },
            {
              id: 'down',
              label: 'Move down',
              description: 'Alt+↓',
              icon: ArrowDown,
              isDisabled: onMoveDown === undefined,
              onAction: () => onMoveDown?.()
            }
          ]}
        />
      </span>
    </div>
  )
}
