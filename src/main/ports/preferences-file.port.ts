import type { Preferences } from '../../shared/contract/preferences.ts'

export interface WindowPlacement {
  readonly x?: number
  readonly y?: number
  readonly width: number
  readonly height: number
  readonly isMaximized: boolean
}

/** Theme, window and the like. A damaged file is set aside, said so once, and replaced by defaults. */
export interface PreferencesFile {
  read(): Preferences
  write(change: Partial<Preferences>): Preferences
  readWindow(): WindowPlacement | undefined
  writeWindow(placement: WindowPlacement): void
  /** Name of the file that a damaged preferences file was renamed to at this start, if that happened. */
  readonly setAsideAs: string | undefined
}
