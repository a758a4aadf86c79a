import { ArrowDown, ArrowUp, Clock, Cloud, EllipsisVertical, FlaskConical, Pause, Play, RefreshCw } from 'lucide-react'
import { memo, type ReactElement, useRef } from 'react'
import type { Organization } from '../../../../shared/contract/organizations.ts'
import { wordsOfAuditLogging } from '../../lib/audit-logging-words.ts'
import { wordsOfThrown } from '../../lib/error-words.ts'
import { hrefOf, type Place, useGo } from '../../lib/navigation.ts'
import {
  usePauseOrganization,
  usePrefetchOrganization,
  useRefreshOrganization,
  useResumeOrganization
} from '../../lib/organization-queries.ts'
import { labelWords, wordsOfHealth } from '../../lib/organization-words.ts'
import { classes } from '../../ui/classes.ts'
import { ColorMark } from '../../ui/color-mark.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { toneIcons } from '../../ui/tag.tsx'
import { showToast } from '../../ui/toast-queue.ts'
import styles from './organization-item.module.css'

export interface OrganizationItemProps {
  readonly organization: Organization
  readonly isOpen: boolean
  readonly canMoveUp: boolean
  readonly canMoveDown: boolean
  /** Moves it by so many places. */
  readonly onMoveBy: (organization: Organization, step: number) => void
}

/** The pointer crosses many rows on its way; it means the one on which it rests. */
const restMs = 60

/** One organization of the list: color, label or kind, health, and what audit logging is waiting for. */
export const OrganizationItem = memo(function OrganizationItem(props: OrganizationItemProps): ReactElement {
  const { organization, isOpen, canMoveUp, canMoveDown, onMoveBy } = props
  const go = useGo()
  const prefetch = usePrefetchOrganization()
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined)
  const { mutate: refresh } = useRefreshOrganization()
  const { mutate: pause } = usePauseOrganization()
  const { mutate: resume } = useResumeOrganization()
  const place: Place = { to: 'overview', organizationId: organization.id }
  const isPaused = organization.pausedAtMs !== undefined
  const sayFailed = {
    onError: (error: Error) =>
      showToast({ tone: 'bad', title: organization.name, description: wordsOfThrown(error).title })
  }
  const health = wordsOfHealth(organization.health)
  const HealthIcon = organization.health === 'paused' ? Pause : toneIcons[health.tone]
  const KindIcon = organization.kind === 'sandbox' ? FlaskConical : Cloud
  const kind =
    organization.kind === 'sandbox'
      ? 'Sandbox'
      : organization.label === 'none'
        ? 'Sigma'
        : labelWords[organization.label]
  const auditLogging = wordsOfAuditLogging(organization.auditLogging)
  return (
    <div className={styles.item} data-open={isOpen || undefined}>
      <a
        href={hrefOf(place)}
        className={styles.link}
        draggable={false}
        title={organization.name}
        aria-current={isOpen ? 'true' : undefined}
        onPointerEnter={() => {
          rest.current = setTimeout(() => prefetch(organization.id), restMs)
        }}
        onPointerLeave={() => clearTimeout(rest.current)}
        onFocus={() => prefetch(organization.id)}
        onClick={(event) => {
          event.preventDefault()
          go(place)
        }}
      >
        <span className={styles.identity}>
          <ColorMark color={organization.color} />
          <span className={styles.name}>{organization.name}</span>
        </span>
        <span className={styles.facts}>
          <span className={styles.kind} title={kind}>
            <KindIcon aria-hidden="true" size={12} />
            <span className={styles.word}>{kind}</span>
          </span>
          <span className={classes(styles.health, styles[health.tone])} title={`${health.word}: ${health.meaning}`}>
            <HealthIcon aria-hidden="true" size={12} />
            <span className={styles.word}>{health.word}</span>
          </span>
        </span>
        {auditLogging.tone === 'working' && (
          <span className={classes(styles.facts, styles.working)}>
            <span className={styles.kind}>
              <Clock aria-hidden="true" size={12} />
              <span className={styles.word}>{auditLogging.tag}</span>
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
              isDisabled: isPaused,
              onAction: () => refresh(organization.id, sayFailed)
            },
            isPaused
              ? { id: 'resume', label: 'Resume', icon: Play, onAction: () => resume(organization.id, sayFailed) }
              : {
                  id: 'pause',
                  label: 'Pause',
                  description: 'Nothing is read or sent',
                  icon: Pause,
                  onAction: () => pause(organization.id, sayFailed)
                },
            {
              id: 'up',
              label: 'Move up',
              description: 'Alt+↑',
              icon: ArrowUp,
              isDisabled: !canMoveUp,
              onAction: () => onMoveBy(organization, -1)
            },
            {
              id: 'down',
              label: 'Move down',
              description: 'Alt+↓',
              icon: ArrowDown,
              isDisabled: !canMoveDown,
              onAction: () => onMoveBy(organization, 1)
            }
          ]}
        />
      </span>
    </div>
  )
})
