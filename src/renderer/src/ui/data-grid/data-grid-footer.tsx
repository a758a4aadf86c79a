import { Button } from '../button.tsx'
import styles from './data-grid.module.css'
import type { GridRowSource } from './grid-types.ts'

/** The line under the loaded rows: loading, failed, or the end. Always there, so that nothing jumps. */
export function DataGridFooter({ source }: { readonly source: GridRowSource }) {
  return (
    <div role="rowgroup" className={styles.footer}>
      <div role="row">
        <div role="gridcell" className={styles.footerCell}>
          {source.loadMoreError === undefined ? (
            footerWords(source)
          ) : (
            <>
              <span>{source.loadMoreError}</span>
              <Button variant="quiet" onPress={() => source.retryLoadMore?.()}>
                Try again
              </Button>
            </>
          )}
        </div>
      </div>
    </div>
  )
}

function footerWords({ hasMore, endWords }: GridRowSource): string {
  return hasMore ? 'Loading more rows…' : (endWords ?? 'No older rows.')
}
