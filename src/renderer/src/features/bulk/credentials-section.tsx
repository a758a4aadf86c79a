import { FileUp } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import { useChooseCredentialFile } from '../../lib/bulk-queries.ts'
import { useKeychainStatus } from '../../lib/credential-queries.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { SecretStorageChoice } from '../../ui/secret-storage-choice.tsx'
import { Section } from '../../ui/section.tsx'
import styles from './bulk.module.css'
import { CredentialTable } from './credential-table.tsx'
import { OrganizationPicker } from './organization-picker.tsx'
import { TypedCredentials } from './typed-credentials.tsx'
import type { BulkForm } from './use-bulk-form.ts'

/** Where the new credentials come from, what of them can be used, and where their secrets are going to be kept. */
export function CredentialsSection({ form }: { readonly form: BulkForm }): ReactElement {
  const { list, hold } = form.credentials
  const [way, setWay] = useState<'file' | 'typed'>('file')
  const keychain = useKeychainStatus().data
  const isKeychainTrouble = keychain !== undefined && keychain.state !== 'keychain'
  return (
    <>
      <Section
        title="New credentials"
        description="Make them in Sigma under Administration > Developer Access. Each is tested before it takes the place of the old one; where the test fails, the old one stays."
      >
        <div className={styles.block}>
          {list === undefined ? (
            <>
              <RadioGroup
                label="Where they come from"
                isLabelHidden
                orientation="horizontal"
                value={way}
                onChange={setWay}
                options={[
                  { value: 'file', label: 'From a CSV file' },
                  { value: 'typed', label: 'Typed here' }
                ]}
              />
              {way === 'file' ? <FileChoice onChosen={hold} /> : null}
            </>
          ) : (
            <CredentialTable list={list} onForget={() => hold(undefined)} />
          )}
        </div>
      </Section>
      {list === undefined && way === 'typed' && (
        <>
          <OrganizationPicker selected={form.selected} onChange={form.setSelected} />
          <TypedCredentials organizationIds={form.selected} onKept={hold} />
        </>
      )}
      {isKeychainTrouble && <SecretStorageChoice keychain={keychain} value={form.storage} onChange={form.setStorage} />}
    </>
  )
}

function FileChoice({ onChosen }: { readonly onChosen: BulkForm['credentials']['hold'] }): ReactElement {
  const choose = useChooseCredentialFile()
  return (
    <>
      <p className="vigil-muted">
        A line for each organization, under the names of the columns. Vigil reads the file once, keeps the secrets in
        memory until they are used, and shows none of them.
      </p>
      <pre className={styles.sample}>
        {'organization,client_id,client_secret\nAcme Corporation,4f1c9a7b2e8d,…\nNorthwind Traders,9b0de2417c55,…'}
      </pre>
      {choose.isError && <ErrorNotice activity="Reading the file" error={choose.error} />}
      <div>
        <Button
          icon={FileUp}
          isPending={choose.isPending}
          onPress={() =>
            choose.mutate(undefined, {
              onSuccess: (list) => {
                if (list !== null) onChosen(list)
              }
            })
          }
        >
          Choose CSV file …
        </Button>
      </div>
    </>
  )
}
