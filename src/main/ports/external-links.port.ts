/** The one way out to the browser. */
export interface ExternalLinks {
  /**
   * Opens an https address of Sigma in the browser.
   * @throws AppError `invalid-input` when scheme or host is not on the allow-list
   */
  open(url: string): Promise<void>
  /** Shows a folder of Vigil in the file manager. */
  showFolder(path: string): Promise<void>
}
