import { ExternalLink } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import type { CallInput } from '../../../../shared/contract/api-types.ts'
import type { OrganizationId } from '../../../../shared/kit/ids.ts'
import { wordsOfThrown } from '../../lib/error-words.ts'
import { useOpenInSigma } from '../../lib/settings-queries.ts'
import { Button } from '../../ui/button.tsx'
import { showToast } from '../../ui/toast-queue.ts'

interface OpenInSigmaProps {
  readonly organizationId: OrganizationId
  /** What is meant, for screen readers: several such buttons stand on a page. */
  readonly of: string
  readonly page?: CallInput<'settings', 'openInSigma'>['page']
  readonly children?: ReactNode
}

/** Opens the page in the browser; says so when that fails. */
export function OpenInSigma({
  organizationId,
  of,
  page = 'general-settings',
  children
}: OpenInSigmaProps): ReactElement {
  const open = useOpenInSigma()
  return (
    <Button
      variant="quiet"
      icon={ExternalLink}
      aria-label={children === undefined ? `Open in Sigma: ${of}` : of}
      onPress={() =>
        open.mutate(
          { organizationId, page },
          {
            onError: (error) => {
              const words = wordsOfThrown(error)
              showToast({ tone: 'bad', title: words.title, description: words.remedy })
            }
          }
        )
      }
    >
      {children ?? 'Open in Sigma'}
    </Button>
  )
}
