import { Search } from 'lucide-react'
import { type KeyboardEvent, type ReactElement, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { Dialog, Modal, ModalOverlay } from 'react-aria-components'
import dialogStyles from './dialog.module.css'
import styles from './find-dialog.module.css'
import { VisuallyHidden } from './visually-hidden.tsx'

export interface FindOption {
  readonly id: string
  readonly label: string
  /** Quieter words at the end of the line. */
  readonly facts?: string
  /** Before the label; adds nothing that the words do not say. */
  readonly mark?: ReactNode
}

export interface FindDialogProps {
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
  /** What is looked for, such as “Find organization”. */
  readonly label: string
  /** The best matches first. */
  readonly find: (text: string) => readonly FindOption[]
  readonly onChoose: (id: string) => void
}

/** More than these are never looked through; typing on is quicker. */
const mostShown = 50
const pageStep = 8

/** Type a part of a name, press Enter: a list to choose from over the page. */
export function FindDialog({ isOpen, onOpenChange, label, find, onChoose }: FindDialogProps): ReactElement {
  return (
    <ModalOverlay isOpen={isOpen} onOpenChange={onOpenChange} isDismissable className={dialogStyles.overlay ?? ''}>
      <Modal className={dialogStyles.modal ?? ''}>
        <Dialog aria-label={label} className={dialogStyles.dialog ?? ''}>
          <FindBody
            label={label}
            find={find}
            onChoose={(id) => {
              onOpenChange(false)
              onChoose(id)
            }}
          />
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

/** Apart, so that what was typed is forgotten when the dialog closes. */
function FindBody({ label, find, onChoose }: Pick<FindDialogProps, 'label' | 'find' | 'onChoose'>): ReactElement {
  const listId = useId()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const found = find(text)
  const options = found.slice(0, mostShown)
  const active = Math.min(at, options.length - 1)
  const optionId = (index: number): string => `${listId}-${index}`

  useEffect(() => {
    list.current?.children[active]?.scrollIntoView?.({ block: 'nearest' })
  }, [active])

  const onKeyDown = (event: KeyboardEvent): void => {
    const last = options.length - 1
    const next = {
      ArrowDown: active === last ? 0 : active + 1,
      ArrowUp: active <= 0 ? last : active - 1,
      PageDown: Math.min(last, active + pageStep),
      PageUp: Math.max(0, active - pageStep)
    }[event.key]
    if (next !== undefined) {
      event.preventDefault()
      setAt(Math.max(0, next))
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      const chosen = options[active]
      if (chosen !== undefined) onChoose(chosen.id)
    }
  }
  return (
    <>
      <div className={styles.field}>
        <Search aria-hidden="true" size={16} />
        <input
          // A dialog that exists to be typed into.
          // biome-ignore lint/a11y/noAutofocus: see above
          autoFocus
          role="combobox"
          aria-label={label}
          aria-expanded="true"
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={active < 0 ? undefined : optionId(active)}
          autoComplete="off"
          spellCheck={false}
          className={styles.input}
          placeholder={label}
          maxLength={200}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div ref={list} id={listId} role="listbox" aria-label={label} className={styles.list}>
        {options.map((option, index) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the field has the keys (combobox pattern)
          <div
            key={option.id}
            id={optionId(index)}
            role="option"
            aria-selected={index === active}
            tabIndex={-1}
            className={styles.option}
            onPointerMove={() => setAt(index)}
            onClick={() => onChoose(option.id)}
          >
            {option.mark}
            <span className={styles.label}>{option.label}</span>
            {option.facts !== undefined && <span className={styles.facts}>{option.facts}</span>}
          </div>
        ))}
      </div>
      {options.length === 0 && <p className={styles.note}>Nothing found.</p>}
      {found.length > options.length && (
        <p className={styles.note}>
          The first {options.length} of {found.length}. Type on to find the others.
        </p>
      )}
      <VisuallyHidden>
        <output>{found.length === 0 ? 'Nothing found' : `${found.length} found`}</output>
      </VisuallyHidden>
    </>
  )
}
