import { type FormEvent, type ReactElement, useState } from 'react'
import { errorDataOf } from '../../lib/api.ts'
import { useKeychainStatus } from '../../lib/credential-queries.ts'
import { useGo } from '../../lib/navigation.ts'
import { useAddOrganization } from '../../lib/organization-queries.ts'
import type { OrganizationPrefill } from '../../lib/organization-prefill.ts'
import { labelWords, type OrganizationLabel } from '../../lib/organization-words.ts'
import { useConnectionTest } from '../../lib/use-connection-test.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { ConnectionTestSteps } from '../../ui/connection-test-steps.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Page } from '../../ui/page.tsx'
import { SecretStorageChoice } from '../../ui/secret-storage-choice.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './add-organization-page.module.css'
import {
  customEndpoint,
  type DraftForm,
  type DraftProblems,
  draftOf,
  formOf,
  problemsOf,
  slugFromInput,
  testDraftOf
} from './draft-rules.ts'
import { regionHint, regionOptions } from './region-options.ts'

const labelOptions = Object.entries(labelWords).map(([value, label]) => ({ value: value as OrganizationLabel, label }))
const longestName = 80

/** Connects a Sigma organization: what to call it, where it is, and the credentials, which can be tested beforehand. */
export function AddOrganizationPage({
  prefill
}: {
  /** What is known of it already. */
  readonly prefill?: OrganizationPrefill | undefined
}): ReactElement {
  const go = useGo()
  const [form, setForm] = useState<DraftForm>(() => formOf(prefill))
  const [clientSecret, setClientSecret] = useState('')
  const [storage, setStorage] = useState<'keychain' | 'session-only'>('keychain')
  const [problems, setProblems] = useState<DraftProblems>({})
  const test = useConnectionTest()
  const add = useAddOrganization()
  const keychain = useKeychainStatus().data

  const change = (part: Partial<DraftForm>): void => {
    setForm({ ...form, ...part })
    setProblems(Object.fromEntries(Object.entries(problems).filter(([field]) => !(field in part))))
    // What was tested is no longer what stands in the form.
    if ('endpoint' in part || 'apiUrl' in part || 'clientId' in part) test.reset()
  }
  const check = (purpose: 'testing' | 'saving'): boolean => {
    const found = problemsOf(form, clientSecret, purpose)
    setProblems(found)
    if (Object.keys(found).length === 0) return true
    // After the render that marks them, the first wrong field gets the focus.
    requestAnimationFrame(() =>
      document.querySelector<HTMLElement>('main form [data-invalid] input, main form [data-invalid] button')?.focus()
    )
    return false
  }
  const save = (event: FormEvent): void => {
    event.preventDefault()
    if (add.isPending || !check('saving')) return
    test.cancel()
    add.mutate(
      { draft: draftOf(form, clientSecret), storage },
      {
        onSuccess: (organization) => {
          setClientSecret('')
          go({ to: 'overview', organizationId: organization.id })
        }
      }
    )
  }
  const failure = add.isError ? errorDataOf(add.error) : undefined
  const isKeychainFailure = failure?.code.startsWith('keychain-') === true
  const isKeychainTrouble = isKeychainFailure || (keychain !== undefined && keychain.state !== 'keychain')

  return (
    <Page
      title="Connect a Sigma organization"
      description="You need API credentials that belong to a member with the Admin account type. In Sigma, open Administration > Developer Access and create them for the REST API."
    >
      {prefill?.parentSigmaOrganizationId !== undefined && (
        <Banner tone="info" title={`“${prefill.name}” is a tenant.`}>
          What its parent organization tells of it is filled in. Its credentials are its own: create them inside the
          tenant.
        </Banner>
      )}
      <form className={styles.form} onSubmit={save} noValidate>
        <fieldset className={styles.group}>
          <legend>Organization</legend>
          <div className={styles.pair}>
            <TextField
              label="Name"
              hint="Yours to choose; shown in the list."
              value={form.name}
              onChange={(name) => change({ name })}
              error={problems.name}
              maxLength={longestName}
              isRequired
              isFocusedFirst
            />
            <Select
              label="Label"
              hint="A word and a colour, to tell organizations apart."
              value={form.label}
              onChange={(label) => change({ label })}
              options={labelOptions}
            />
          </div>
          <Select
            label="Cloud and region"
            hint={regionHint(form.endpoint)}
            value={form.endpoint}
            onChange={(endpoint) => change({ endpoint })}
            options={regionOptions}
            placeholder="Choose the region"
            error={problems.endpoint}
            isRequired
          />
          {form.endpoint === customEndpoint && (
            <TextField
              label="API address"
              hint="The API base URL of Administration > Developer Access, or for instance http://127.0.0.1:8787 of a sandbox server."
              type="url"
              value={form.apiUrl}
              onChange={(apiUrl) => change({ apiUrl })}
              error={problems.apiUrl}
              isMonospace
              isRequired
            />
          )}
          <TextField
            label="Organization URL slug"
            isOptional
            hint={`For “Open in Sigma”: the part after app.sigmacomputing.com/ in your browser${form.slug === '' ? ', such as acme-corp.' : `: app.sigmacomputing.com/${form.slug}`}`}
            value={form.slug}
            onChange={(slug) => change({ slug: slugFromInput(slug) })}
            error={problems.slug}
          />
        </fieldset>

        <fieldset className={styles.group}>
          <legend>Credentials</legend>
          <div className={styles.pair}>
            <TextField
              label="Client ID"
              value={form.clientId}
              onChange={(clientId) => change({ clientId })}
              error={problems.clientId}
              isMonospace
              isRequired
            />
            <TextField
              label="Client secret"
              hint="Handed over once and never shown again."
              type="password"
              value={clientSecret}
              onChange={(secret) => {
                setClientSecret(secret)
                setProblems({ ...problems, clientSecret: undefined })
                test.reset()
              }}
              error={problems.clientSecret}
              isMonospace
              isRequired
            />
          </div>
          <div className="vigil-row">
            <Button
              onPress={() => {
                if (check('testing')) void test.testDraft(testDraftOf(form, clientSecret))
              }}
              isPending={test.state === 'running'}
            >
              Test connection
            </Button>
            <span className="vigil-muted">Optional. Nothing is stored by a test.</span>
          </div>
          <ConnectionTestSteps test={test} />
          {isKeychainTrouble && <SecretStorageChoice keychain={keychain} value={storage} onChange={setStorage} />}
        </fieldset>

        {failure !== undefined && <ErrorNotice error={failure} activity="The organization was not saved" />}
        <div className={styles.actions}>
          <Button type="submit" variant="primary" size="large" isPending={add.isPending}>
            Save organization
          </Button>
          <span className="vigil-muted">
            {storage === 'session-only'
              ? 'The secret is kept in memory until Vigil quits.'
              : `The secret goes into ${keychain?.storeName ?? 'the keychain of this computer'}.`}
          </span>
        </div>
      </form>
    </Page>
  )
}
