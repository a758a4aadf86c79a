import { Check } from 'lucide-react'
import { type ReactElement, useDeferredValue, useMemo, useState } from 'react'
import { ListBox, ListBoxItem, Text } from 'react-aria-components'
import type { Organization } from '../../../../shared/contract/organizations.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { wordsOfAuditLogging } from '../../lib/audit-logging-words.ts'
import { formatCount, formatCountOf } from '../../lib/formats.ts'
import { useOrganizations } from '../../lib/organization-queries.ts'
import { labelWords, wordsOfEndpoint } from '../../lib/organization-words.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Section } from '../../ui/section.tsx'
import { Select } from '../../ui/select.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Tag } from '../../ui/tag.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './organization-picker.module.css'

const anyValue = 'any'
const none: readonly Organization[] = []

export interface OrganizationPickerProps {
  readonly selected: ReadonlySet<OrganizationId>
  readonly onChange: (selected: ReadonlySet<OrganizationId>) => void
}

/** Chooses organizations: search, label and region narrow the list; all that is listed can be chosen at once. */
export function OrganizationPicker({ selected, onChange }: OrganizationPickerProps): ReactElement {
  const query = useOrganizations()
  const [text, setText] = useState('')
  const [label, setLabel] = useState<string>(anyValue)
  const [region, setRegion] = useState<string>(anyValue)
  const all = query.data ?? none
  const wanted = useDeferredValue(text.trim().toLowerCase())
  const shown = useMemo(
    () =>
      all.filter(
        (one) =>
          (label === anyValue || one.label === label) &&
          (region === anyValue || wordsOfEndpoint(one) === region) &&
          (wanted === '' || `${one.name} ${one.slug ?? ''}`.toLowerCase().includes(wanted))
      ),
    [all, label, region, wanted]
  )
  const known = all.filter(({ id }) => selected.has(id)).length
  const areAllShownSelected = shown.length > 0 && shown.every(({ id }) => selected.has(id))
  const isNarrowed = shown.length < all.length
  return (
    <Section
      title="Organizations"
      actions={
        <>
          <span className="vigil-muted" aria-live="polite">
            {formatCount(known)} of {formatCountOf(all.length, 'organization')} chosen
          </span>
          <Button
            onPress={() => onChange(new Set([...selected, ...shown.map(({ id }) => id)]))}
            isDisabled={shown.length === 0 || areAllShownSelected}
          >
            {isNarrowed ? `Choose these ${formatCount(shown.length)}` : 'Choose all'}
          </Button>
          <Button variant="quiet" onPress={() => onChange(new Set())} isDisabled={selected.size === 0}>
            Choose none
          </Button>
        </>
      }
    >
      <div className={styles.tools}>
        <div className={styles.search}>
          <TextField
            label="Search organizations"
            isLabelHidden
            isSmall
            type="search"
            placeholder="Search organizations"
            value={text}
            onChange={setText}
            maxLength={100}
          />
        </div>
        <div className={styles.narrow}>
          <Select label="Label" isLabelHidden isSmall value={label} onChange={setLabel} options={labelOptions(all)} />
        </div>
        <div className={styles.narrow}>
          <Select
            label="Region"
            isLabelHidden
            isSmall
            value={region}
            onChange={setRegion}
            options={regionOptions(all)}
          />
        </div>
      </div>
      {query.isPending && (
        <div className={styles.notice}>
          <Skeleton lines={6} lineHeight={28} label="Reading the organizations" />
        </div>
      )}
      {query.isError && (
        <div className={styles.notice}>
          <ErrorNotice activity="Reading the organizations" error={query.error} onRetry={() => void query.refetch()} />
        </div>
      )}
      {query.isSuccess && (
        <ListBox
          aria-label="Organizations"
          selectionMode="multiple"
          escapeKeyBehavior="none"
          items={shown}
          selectedKeys={selected}
          onSelectionChange={(keys) =>
            onChange(
              keys === 'all'
                ? new Set([...selected, ...shown.map(({ id }) => id)])
                : new Set([...keys].map((key) => key as OrganizationId))
            )
          }
          renderEmptyState={() => <p className={styles.empty}>No organization fits.</p>}
          className={styles.list ?? ''}
        >
          {(one) => <OrganizationOption organization={one} />}
        </ListBox>
      )}
    </Section>
  )
}

function OrganizationOption({ organization }: { readonly organization: Organization }): ReactElement {
  const auditLogging = wordsOfAuditLogging(organization.auditLogging)
  const facts = [
    ...(organization.label === 'none' ? [] : [labelWords[organization.label]]),
    wordsOfEndpoint(organization)
  ].join(' · ')
  return (
    <ListBoxItem id={organization.id} textValue={organization.name} className={styles.option ?? ''}>
      {({ isSelected }) => (
        <>
          <span className={styles.box} data-on={isSelected || undefined}>
            {isSelected && <Check aria-hidden="true" size={12} />}
          </span>
          <span className={styles.words}>
            <Text slot="label" className={styles.name ?? ''}>
              {organization.name}
            </Text>
            <Text slot="description" className={styles.facts ?? ''}>
              {facts}
              {organization.pausedAtMs !== undefined && ' · Paused'}
            </Text>
          </span>
          <Tag tone={auditLogging.tone}>{auditLogging.tag}</Tag>
        </>
      )}
    </ListBoxItem>
  )
}

function labelOptions(all: readonly Organization[]) {
  const present = [...new Set(all.map((one) => one.label))]
  return [{ value: anyValue, label: 'All labels' }, ...present.map((value) => ({ value, label: labelWords[value] }))]
}

function regionOptions(all: readonly Organization[]) {
  const present = [...new Set(all.map(wordsOfEndpoint))].toSorted()
  return [{ value: anyValue, label: 'All regions' }, ...present.map((value) => ({ value, label: value }))]
}
