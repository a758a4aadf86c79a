import { type FormEvent, type ReactElement, useState } from 'react'
import type { Organization, OrganizationColor } from '../../../../shared/contract/organizations.ts'
import { colorWords } from '../../lib/color-words.ts'
import { useUpdateOrganization } from '../../lib/organization-queries.ts'
import { labelWords, type OrganizationLabel } from '../../lib/organization-words.ts'
import { Button } from '../../ui/button.tsx'
import { ColorMark } from '../../ui/color-mark.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Section } from '../../ui/section.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { showToast } from '../../ui/toast-queue.ts'
import styles from './identity-section.module.css'

const labelOptions = Object.entries(labelWords).map(([value, label]) => ({ value: value as OrganizationLabel, label }))
const colorOptions = Object.entries(colorWords).map(([value, label]) => ({
  value: value as OrganizationColor,
  label,
  mark: <ColorMark color={value as OrganizationColor} />
}))
const slugPattern = /^[a-z0-9][a-z0-9-]{0,62}$/
const longestName = 80

/** What the organization is called here. Begins anew (by its key) when the stored values change. */
export function IdentitySection({ organization }: { readonly organization: Organization }): ReactElement {
  const [name, setName] = useState(organization.name)
  const [label, setLabel] = useState(organization.label)
  const [color, setColor] = useState(organization.color)
  const [slug, setSlug] = useState(organization.slug ?? '')
  const update = useUpdateOrganization()
  const hasSlug = organization.kind === 'sigma'
  const slugProblem =
    slug !== '' && !slugPattern.test(slug)
      ? 'Small letters, digits and hyphens, as in the address of your Sigma organization.'
      : undefined
  const nameProblem = name.trim() === '' ? 'Give the organization a name.' : undefined
  const isChanged =
    name.trim() !== organization.name ||
    label !== organization.label ||
    color !== organization.color ||
    slug !== (organization.slug ?? '')

  const save = (event: FormEvent): void => {
    event.preventDefault()
    if (!isChanged || nameProblem !== undefined || slugProblem !== undefined || update.isPending) return
    update.mutate(
      {
        organizationId: organization.id,
        name: name.trim(),
        label,
        // A color that nobody chose goes on following the label.
        ...(color === organization.color ? {} : { color }),
        slug: slug === '' ? null : slug
      },
      { onSuccess: () => showToast({ tone: 'good', title: 'The organization was changed' }) }
    )
  }
  const cancel = (): void => {
    setName(organization.name)
    setLabel(organization.label)
    setColor(organization.color)
    setSlug(organization.slug ?? '')
    update.reset()
  }
  return (
    <Section title="Name, label and color" description="Only in Vigil; nothing is changed in Sigma.">
      <form className={styles.form} onSubmit={save}>
        <div className={styles.fields}>
          <TextField
            label="Name"
            value={name}
            onChange={setName}
            error={nameProblem}
            maxLength={longestName}
            isRequired
          />
          <Select label="Label" value={label} onChange={setLabel} options={labelOptions} />
          <Select label="Color" value={color} onChange={setColor} options={colorOptions} />
          {hasSlug && (
            <TextField
              label="Organization URL slug"
              isOptional
              hint="For “Open in Sigma”: app.sigmacomputing.com/SLUG"
              value={slug}
              onChange={(value) => setSlug(value.trim().toLowerCase())}
              error={slugProblem}
            />
          )}
        </div>
        {update.isError && <ErrorNotice error={update.error} />}
        <div className="vigil-actions">
          <Button onPress={cancel} isDisabled={!isChanged}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" isDisabled={!isChanged} isPending={update.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Section>
  )
}
