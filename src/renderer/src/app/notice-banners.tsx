import { type ReactElement, useState } from 'react'
import type { Notice } from '../../../shared/contract/diagnostics.ts'
import { useNotices } from '../lib/diagnostic-queries.ts'
import { wordsOfNotice } from '../lib/notice-words.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'

const keyOf = (notice: Notice): string => `${notice.kind} ${JSON.stringify(notice.facts)}`

/** What the person should know about this start, until it is dismissed. */
export function NoticeBanners(): ReactElement {
  const notices = useNotices().data ?? []
  const [dismissed, setDismissed] = useState<readonly string[]>([])
  return (
    <>
      {notices
        .filter((notice) => !dismissed.includes(keyOf(notice)))
        .map((notice) => {
          const words = wordsOfNotice(notice)
          return (
            <Banner
              key={keyOf(notice)}
              layout="strip"
              tone={words.tone}
              title={words.title}
              action={
                <Button variant="quiet" onPress={() => setDismissed([...dismissed, keyOf(notice)])}>
                  Dismiss
                </Button>
              }
            >
              {words.detail}
            </Banner>
          )
        })}
    </>
  )
}
