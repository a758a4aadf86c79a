/** A desktop notification. Texts hold no secret and no person's name or address. */
export interface DesktopNotification {
  /** The same key again replaces the earlier one on screen. */
  readonly key: string
  readonly title: string
  readonly body: string
  /** Buttons besides the click on the body, where the platform has them. */
  readonly actions: readonly { readonly id: string; readonly label: string }[]
}

export interface Notifier {
  /**
   * Shows a notification. Resolves `shown` when the system took it, `failed` when it did not (no daemon, not allowed);
   * never throws and never waits longer than 5 s.
   * @param onActivated called with the action's id, or `open` for a click on the body
   */
  show(notification: DesktopNotification, onActivated: (actionId: string) => void): Promise<'shown' | 'failed'>
}
