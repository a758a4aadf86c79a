import type { SavedFile } from '../../shared/contract/primitives.ts'
import { csvPieces, type SaveFileParts, saveFile } from './save-file.ts'

/**
 * Writes the table of organizations, in the words of the screen, into a CSV file of the person's choice.
 * @throws AppError `file-not-writable`
 */
export function exportFleet(
  parts: SaveFileParts,
  table: { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }
): Promise<SavedFile> {
  return saveFile(parts, {
    title: 'Export organizations',
    name: 'vigil-organizations',
    format: 'csv',
    action: 'fleet-exported',
    pieces: csvPieces(table.columns, table.rows)
  })
}
