import { Outlet } from '@tanstack/react-router'
import { type ReactElement, useCallback, useEffect, useRef, useState } from 'react'
import { QuickSwitcher } from '../features/organizations/quick-switcher.tsx'
import { announceReady } from '../lib/diagnostic-queries.ts'
import { organizationOf, useCurrentPath, useRequestedDestinations, useSettledPath } from '../lib/navigation.ts'
import { useAnnounceOnScreen, useOrganizations } from '../lib/organization-queries.ts'
import { useMedia } from '../lib/use-media.ts'
import { classes } from '../ui/classes.ts'
import { ErrorBoundary } from '../ui/error-boundary.tsx'
import { ToastRegion } from '../ui/toast.tsx'
import { NarrowBar } from './narrow-bar.tsx'
import { NoticeBanners } from './notice-banners.tsx'
import styles from './shell.module.css'
import { Sidebar } from './sidebar.tsx'
import { SidebarResizer } from './sidebar-resizer.tsx'
import { useHeadingFocus } from './use-heading-focus.ts'
import { useShortcuts } from './use-shortcuts.ts'
import { useSidebarWidth } from './use-sidebar-width.ts'
import { useTheme } from './use-theme.ts'

/** The window's frame: organization list at the left, page at the right. */
export function Shell(): ReactElement {
  useTheme()
  const [isFinding, setIsFinding] = useState(false)
  useShortcuts({ onFind: useCallback(() => setIsFinding(true), []) })
  useRequestedDestinations()
  const main = useRef<HTMLElement>(null)
  const path = useCurrentPath()
  useAnnounceOnScreen(organizationOf(path))
  useHeadingFocus(main, useSettledPath())
  const organizations = useOrganizations()
  // also the usual window at 200 %, which is 640 px wide
  const isNarrow = useMedia('(width < 720px)')
  const sidebar = useSidebarWidth()
  const hasAnswer = organizations.isSuccess || organizations.isError
  const isFirstRun = organizations.data?.length === 0 && path === '/welcome'

  const isReady = hasAnswer && path !== '/'
  useEffect(() => {
    if (isReady) announceReady()
  }, [isReady])

  return (
    <div
      className={classes(styles.shell, isNarrow && styles.narrow)}
      style={{ '--sidebar-width': `${sidebar.width}px` } as React.CSSProperties}
    >
      <a href="#main" className={styles.skip} onClick={(event) => skipTo(event, main.current)}>
        Skip to the page
      </a>
      {isFirstRun ? null : isNarrow ? (
        <NarrowBar path={path} />
      ) : (
        <ErrorBoundary region="The organization list">
          <Sidebar edge={<SidebarResizer {...sidebar} />} />
        </ErrorBoundary>
      )}
      <main ref={main} id="main" tabIndex={-1} className={styles.main}>
        <NoticeBanners />
        <div className={styles.page}>
          <ErrorBoundary region="This page" resetKey={path}>
            <Outlet />
          </ErrorBoundary>
        </div>
      </main>
      <QuickSwitcher isOpen={isFinding} onOpenChange={setIsFinding} />
      <ToastRegion />
    </div>
  )
}

/** The address after the hash belongs to the router, so the skip link moves the focus itself. */
function skipTo(event: React.MouseEvent, main: HTMLElement | null): void {
  event.preventDefault()
  const heading = main?.querySelector<HTMLElement>('[data-page-heading]')
  ;(heading ?? main)?.focus()
}
