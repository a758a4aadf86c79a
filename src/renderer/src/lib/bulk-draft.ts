import type { BulkAction } from '../../../shared/contract/bulk.ts'
import type { OrganizationId } from '../../../shared/kit/ids.ts'

/** An act over several organizations that was begun on another page and is looked at and confirmed on the bulk page. */
export interface BulkDraft {
  readonly action: BulkAction
  readonly organizationIds: readonly OrganizationId[]
}

let draft: BulkDraft | undefined

/** Leaves a draft for the bulk page, in place of an earlier one; undefined forgets it. Lives as long as the window. */
export function setBulkDraft(next: BulkDraft | undefined): void {
  draft = next
}

/** The draft that was left; undefined where the bulk page was opened by itself. Stays until it is set anew. */
export function getBulkDraft(): BulkDraft | undefined {
  return draft
}
