import type { ReactElement } from 'react'
import { KeyValueList } from '../../ui/key-value-list.tsx'
import { Section } from '../../ui/section.tsx'
import styles from './shortcuts-section.module.css'

function Keys({ keys }: { readonly keys: readonly string[] }): ReactElement {
  return (
    <span className={styles.keys}>
      {keys.map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
    </span>
  )
}

/** The keys that work everywhere in the window. */
export function ShortcutsSection(): ReactElement {
  const modifier = navigator.platform.startsWith('Mac') ? '⌘' : 'Ctrl'
  return (
    <Section title="Keyboard">
      <KeyValueList
        items={[
          { key: 'Open an organization', value: <Keys keys={[modifier, '1 … 9']} /> },
          { key: 'Find an organization', value: <Keys keys={[modifier, 'K']} /> },
          { key: 'All organizations', value: <Keys keys={[modifier, 'Shift', 'A']} /> },
          { key: 'Add an organization', value: <Keys keys={[modifier, 'N']} /> },
          { key: 'Preferences', value: <Keys keys={[modifier, ',']} /> },
          { key: 'Move in the list', value: <Keys keys={['Alt', '↑ or ↓']} /> }
        ]}
      />
    </Section>
  )
}
