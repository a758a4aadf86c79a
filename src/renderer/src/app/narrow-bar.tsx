import { Menu as MenuIcon } from 'lucide-react'
import { type ReactElement, useState } from 'react'
import { Dialog, Modal, ModalOverlay } from 'react-aria-components'
import { IconButton } from '../ui/icon-button.tsx'
import { ErrorBoundary } from '../ui/error-boundary.tsx'
import { InboxLink } from './inbox-link.tsx'
import styles from './narrow-bar.module.css'
import { Sidebar } from './sidebar.tsx'

/** Takes the sidebar's place in a narrow window or at high zoom: a bar that opens it over the page. */
export function NarrowBar({ path }: { readonly path: string }): ReactElement {
  // Open on one page only: following a link closes it.
  const [openOn, setOpenOn] = useState<string | undefined>(undefined)
  const isOpen = openOn === path
  const setIsOpen = (next: boolean): void => setOpenOn(next ? path : undefined)
  return (
    <header className={styles.bar}>
      <IconButton label="Organizations" icon={MenuIcon} onPress={() => setIsOpen(true)} aria-expanded={isOpen} />
      <span className={styles.name}>Vigil</span>
      <InboxLink />
      <ModalOverlay isOpen={isOpen} onOpenChange={setIsOpen} isDismissable className={styles.overlay ?? ''}>
        <Modal className={styles.drawer ?? ''}>
          <Dialog aria-label="Organizations" className={styles.dialog ?? ''}>
            <ErrorBoundary region="The organization list">
              <Sidebar />
            </ErrorBoundary>
          </Dialog>
        </Modal>
      </ModalOverlay>
    </header>
  )
}
