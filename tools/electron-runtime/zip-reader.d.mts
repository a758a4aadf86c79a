export interface ZipEntry {
  readonly name: string
  /** Unix permission bits and type; 0 where the archive has none. */
  readonly mode: number
  data(): Buffer
}

export function zipEntries(fd: number): Generator<ZipEntry>
