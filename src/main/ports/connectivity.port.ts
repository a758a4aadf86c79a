/** What the system says about the network. A hint only: real results decide. */
export interface Connectivity {
  /** False only when the system is sure that there is no network. */
  isOnline(): boolean
  /** The network is back: time to try again. */
  onMaybeOnline(listener: () => void): () => void
}
