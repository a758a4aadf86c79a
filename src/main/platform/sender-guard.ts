import { originOf, type RendererLocation } from './renderer-location.ts'

/** What is known of whoever sent a message, read from the event before anything else happens. */
export interface SenderFacts {
  readonly isKnownWindow: boolean
  /** Undefined when the frame is gone by now: since Electron 33 it can be. */
  readonly frame: { readonly url: string; readonly isMainFrame: boolean } | undefined
}

/** Why a sender is refused, or undefined for the page of one of Vigil's own windows. An empty address is refused. */
export function refusalOf(
  sender: SenderFacts,
  location: RendererLocation
): 'unknown-window' | 'no-frame' | 'not-main-frame' | 'wrong-origin' | undefined {
  if (!sender.isKnownWindow) return 'unknown-window'
  if (!sender.frame) return 'no-frame'
  if (!sender.frame.isMainFrame) return 'not-main-frame'
  return originOf(sender.frame.url) === location.origin ? undefined : 'wrong-origin'
}
