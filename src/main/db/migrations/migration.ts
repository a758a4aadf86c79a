/** One step of a database's schema. Never changed once it was released: a correction is a new migration. */
export interface Migration {
  /** 1, 2, 3 … without a gap, the number of the file's name. */
  readonly version: number
  /** The words of the file's name. */
  readonly name: string
  readonly sql: string
}
