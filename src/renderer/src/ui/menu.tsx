import type { LucideIcon } from 'lucide-react'
import type { ReactElement } from 'react'
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover, Text } from 'react-aria-components'
import { classes } from './classes.ts'
import styles from './overlay.module.css'

export interface MenuAction {
  readonly id: string
  readonly label: string
  readonly description?: string
  readonly icon?: LucideIcon
  readonly tone?: 'normal' | 'danger'
  readonly isDisabled?: boolean
  readonly onAction: () => void
}

export interface MenuProps {
  readonly label: string
  /** A Button or IconButton. */
  readonly trigger: ReactElement
  readonly items: readonly MenuAction[]
}

/** Acts behind a button. */
export function Menu({ label, trigger, items }: MenuProps): ReactElement {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className={styles.popover ?? ''} placement="bottom end" offset={4}>
        <AriaMenu aria-label={label} className={styles.list ?? ''}>
          {items.map(({ icon: Icon, ...item }) => (
            <MenuItem
              key={item.id}
              id={item.id}
              textValue={item.label}
              isDisabled={item.isDisabled ?? false}
              onAction={item.onAction}
              className={classes(styles.item, item.tone === 'danger' && styles.danger)}
            >
              {Icon && <Icon aria-hidden="true" size={14} />}
              <span className={styles.itemText}>
                <Text slot="label">{item.label}</Text>
                {item.description !== undefined && (
                  <Text slot="description" className={styles.itemDescription ?? ''}>
                    {item.description}
                  </Text>
                )}
              </span>
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}
