import { type ReactElement } from 'react'
import type { CredentialList } from '../../../../shared/contract/bulk.ts'
import { wordsOfCredentialProblem } from '../../lib/bulk-words.ts'
import { formatCount, formatCountOf } from '../../lib/formats.ts'
import { useOrganizations } from '../../lib/organization-queries.ts'
import { Button } from '../../ui/button.tsx'
import { PlainTable } from '../../ui/plain-table.tsx'
import { Tag } from '../../ui/tag.tsx'
import styles from './bulk.module.css'
import table from './bulk-table.module.css'
import { organizationsOf } from './use-bulk-form.ts'

export interface CredentialTableProps {
  readonly list: CredentialList
  readonly onForget: () => void
}

/** What was read or typed, without its secrets: whom each entry belongs to, and what is wrong with it. */
export function CredentialTable({ list, onForget }: CredentialTableProps): ReactElement {
  const organizations = useOrganizations().data ?? []
  const usable = organizationsOf(list).length
  const faulty = list.entries.length - usable
  const hasLines = list.entries.some(({ line }) => line !== undefined)
  return (
    <>
      <div className={styles.held}>
        <p role="status">
          {formatCount(usable)} of {formatCountOf(list.entries.length, 'entry', 'entries')} can be used
          {faulty > 0 &&
            `; ${formatCount(faulty)} ${faulty === 1 ? 'has' : 'have'} a problem and ${faulty === 1 ? 'is' : 'are'} left out`}
          . The secrets are in Vigil’s memory until they are used, you leave this page, or half an hour has gone by.
        </p>
        <Button onPress={onForget}>Forget these</Button>
      </div>
      <PlainTable
        label="Entries"
        layout="box"
        columns={[...(hasLines ? ['Line'] : []), 'As given', 'Client ID', 'Organization']}
      >
        {list.entries.map((entry, index) => {
          const organization = organizations.find(({ id }) => id === entry.organizationId)
          return (
            // entries neither move nor change, and a name may be given twice
            <tr key={index}>
              {hasLines && <td className={table.number}>{entry.line}</td>}
              <td className={table.name}>{entry.name === '' ? '–' : entry.name}</td>
              <td className={table.code}>{entry.clientId === '' ? '–' : entry.clientId}</td>
              <td>
                {entry.problem === undefined ? (
                  <span className={table.reasons}>
                    <Tag tone="good">Found</Tag>
                    <span>{organization?.name ?? entry.name}</span>
                  </span>
                ) : (
                  <span className={table.reasons}>
                    <Tag tone="bad">Left out</Tag>
                    <span>{wordsOfCredentialProblem(entry.problem)}</span>
                  </span>
                )}
              </td>
            </tr>
          )
        })}
      </PlainTable>
    </>
  )
}
