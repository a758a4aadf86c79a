import { Check, Copy } from 'lucide-react'
import { type ReactElement, useEffect, useState } from 'react'
import { IconButton } from './icon-button.tsx'
import { VisuallyHidden } from './visually-hidden.tsx'

const shownMs = 1_500

/** Copies a text to the clipboard and says so. */
export function CopyButton({ text, label = 'Copy' }: { readonly text: string; readonly label?: string }): ReactElement {
  const [outcome, setOutcome] = useState<'copied' | 'failed' | undefined>(undefined)
  useEffect(() => {
    if (outcome === undefined) return
    const timer = setTimeout(() => setOutcome(undefined), shownMs)
    return () => clearTimeout(timer)
  }, [outcome])
  const copy = async (): Promise<void> => {
    setOutcome((await copyText(text)) ? 'copied' : 'failed')
  }
  return (
    <>
      <IconButton
        label={outcome === 'failed' ? 'Could not copy' : outcome === 'copied' ? 'Copied' : label}
        icon={outcome === 'copied' ? Check : Copy}
        onPress={() => void copy()}
      />
      <VisuallyHidden>
        <output>{outcome === 'copied' ? 'Copied' : outcome === 'failed' ? 'Could not copy' : ''}</output>
      </VisuallyHidden>
    </>
  )
}

/** The clipboard API needs a permission that the window does not grant; the copy command of a selection needs none. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const holder = document.createElement('textarea')
    holder.value = text
    holder.setAttribute('aria-hidden', 'true')
    document.body.append(holder)
    holder.select()
    const isCopied = document.execCommand('copy')
    holder.remove()
    return isCopied
  }
}
