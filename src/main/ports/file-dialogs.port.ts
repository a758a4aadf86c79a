/** The system's dialogs about files. The window never learns or names a path. */
export interface FileDialogs {
  /**
   * Asks where a file is to be saved; the system asks before a file is replaced.
   * @returns undefined when the person thought better of it
   */
  chooseSaveFile(request: {
    readonly title: string
    /** Without a folder. */
    readonly suggestedName: string
    /** Without a dot, such as csv. */
    readonly extension: string
    /** The name of files of this kind. */
    readonly kind: string
  }): Promise<string | undefined>
  /**
   * Asks for a file to read.
   * @returns undefined when the person thought better of it
   */
  chooseOpenFile(request: {
    readonly title: string
    /** Without dots. */
    readonly extensions: readonly string[]
    /** The name of files of this kind. */
    readonly kind: string
  }): Promise<string | undefined>
  /**
   * Asks for files to read.
   * @returns none when the person thought better of it
   */
  chooseOpenFiles(request: {
    readonly title: string
    /** Without dots. */
    readonly extensions: readonly string[]
    /** The name of files of this kind. */
    readonly kind: string
  }): Promise<readonly string[]>
  /**
   * Asks for a folder.
   * @returns undefined when the person thought better of it
   */
  chooseFolder(request: { readonly title: string }): Promise<string | undefined>
}
