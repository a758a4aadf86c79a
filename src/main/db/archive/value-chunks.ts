import { chunkOf, encodeValueChunk, toValueChunk, valuesPerChunk } from '../../archive/segment/value-chunk.ts'
import { AppError } from '../../../shared/kit/app-error.ts'
import type { WriteDb } from '../handle.ts'

/**
 * Makes the chunks that a table's values fill by now and that are not there yet. Values after the last whole chunk are
 * read from `archived_values`. Belongs in the transaction that adds the values.
 * @returns chunks made
 */
export function fillValueChunks(db: WriteDb, tableId: number): number {
  const columns = db.all<{ columnId: number; valueCount: number; chunkCount: number }>(
    `SELECT position AS columnId,
       ifnull((SELECT max(value_id) FROM archived_values
         WHERE table_id = archived_columns.table_id AND column_id = position), 0) AS valueCount,
       ifnull((SELECT max(chunk) + 1 FROM value_chunks
         WHERE table_id = archived_columns.table_id AND column_id = position), 0) AS chunkCount
     FROM archived_columns WHERE table_id = :tableId ORDER BY position`,
    { tableId }
  )
  let made = 0
  for (const { columnId, valueCount, chunkCount } of columns)
    for (let chunk = chunkCount; chunk < chunkOf(valueCount + 1); chunk += 1) {
      makeChunk(db, tableId, columnId, chunk)
      made += 1
    }
  return made
}

/** Forgets all chunks of a table and makes them anew from its values. */
export function rebuildValueChunks(db: WriteDb, tableId: number): void {
  db.run('DELETE FROM value_chunks WHERE table_id = :tableId', { tableId })
  fillValueChunks(db, tableId)
}

/** Makes chunks of a column anew, as after some of their texts were forgotten; chunks that are not there yet stay so. */
export function remakeValueChunks(db: WriteDb, tableId: number, columnId: number, chunks: Iterable<number>): void {
  for (const chunk of chunks) {
    const key = { tableId, columnId, chunk }
    const { changes } = db.run(
      'DELETE FROM value_chunks WHERE table_id = :tableId AND column_id = :columnId AND chunk = :chunk',
      key
    )
    if (changes > 0) makeChunk(db, tableId, columnId, chunk)
  }
}

function makeChunk(db: WriteDb, tableId: number, columnId: number, chunk: number): void {
  const firstId = chunk * valuesPerChunk + 1
  const texts = db
    .all<{ text: string }>(
      `SELECT text FROM archived_values
       WHERE table_id = :tableId AND column_id = :columnId AND value_id BETWEEN :firstId AND :lastId ORDER BY value_id`,
      { tableId, columnId, firstId, lastId: firstId + valuesPerChunk - 1 }
    )
    .map(({ text }) => text)
  // ids are dense, so that a chunk's place says which values are in it
  if (texts.length !== valuesPerChunk)
    throw new AppError('database-damaged', { what: 'archived values', where: `column ${columnId}` })
  db.run('INSERT INTO value_chunks (table_id, column_id, chunk, data) VALUES (:tableId, :columnId, :chunk, :data)', {
    tableId,
    columnId,
    chunk,
    data: encodeValueChunk(toValueChunk(firstId, texts))
  })
}
