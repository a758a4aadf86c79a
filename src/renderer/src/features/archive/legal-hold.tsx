import { Gavel } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import { useSetLegalHold } from '../../lib/kept-queries.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Section, SettingRow } from '../../ui/section.tsx'
import { Tag } from '../../ui/tag.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { policyWords } from './archive-words.ts'
import type { RetentionPartProps } from './retention-section.tsx'

/** A hold that outweighs the retention, with the reason for it. */
export function LegalHold({ organizationId, path, status }: RetentionPartProps): ReactElement {
  const { legalHold } = status
  const set = useSetLegalHold()
  const [isAsking, setAsking] = useState(false)
  const [note, setNote] = useState('')
  const isHeld = legalHold !== undefined
  return (
    <Section title="Legal hold">
      <SettingRow
        title={isHeld ? 'Everything is held' : 'No hold'}
        tag={
          isHeld ? (
            <Tag tone="warning" icon={Gavel}>
              Held
            </Tag>
          ) : undefined
        }
        description={
          isHeld ? (
            <>
              Since <RelativeTime atMs={legalHold.sinceMs} />
              {legalHold.note === '' ? '' : `: ${legalHold.note}`}. Nothing leaves, whatever the retention says.
            </>
          ) : (
            'Keeps everything until it is lifted, whatever the retention says.'
          )
        }
        control={
          <Button icon={Gavel} onPress={() => setAsking(true)}>
            {isHeld ? 'Lift the hold …' : 'Hold everything …'}
          </Button>
        }
      />
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setAsking}
        title={isHeld ? 'Lift the legal hold?' : 'Hold everything?'}
        confirmLabel={isHeld ? 'Lift the hold' : 'Hold everything'}
        tone={isHeld ? 'danger' : 'normal'}
        isPending={set.isPending}
        error={set.error ?? undefined}
        onConfirm={() =>
          set.mutate(
            { organizationId, path: [...path], isHeld: !isHeld, note: note.trim() },
            {
              onSuccess: () => {
                setAsking(false)
                setNote('')
              }
            }
          )
        }
      >
        <p>
          {isHeld
            ? `From then on the retention holds again: ${policyWords(status.policy).toLowerCase()}.`
            : 'From now on nothing leaves the archive until the hold is lifted.'}
        </p>
        <TextField label="Why, for the journal" isOptional maxLength={500} value={note} onChange={setNote} />
      </ConfirmDialog>
    </Section>
  )
}
