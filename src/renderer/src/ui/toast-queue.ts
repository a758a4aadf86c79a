import type { Tone } from '../lib/tone.ts'

export interface ToastMessage {
  readonly tone: Tone
  readonly title: string
  readonly description?: string
  readonly action?: { readonly label: string; readonly onPress: () => void }
}

export interface Toast extends ToastMessage {
  readonly id: number
}

const maxOnScreen = 3
let toasts: readonly Toast[] = []
let lastId = 0
const listeners = new Set<() => void>()

function publish(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}

/** Says something that has happened. It leaves by itself, so nothing that must be read may be said only here. */
export function showToast(message: ToastMessage): void {
  lastId += 1
  publish([...toasts, { ...message, id: lastId }].slice(-maxOnScreen))
}

/** Takes a message off the screen. */
export function dismissToast(id: number): void {
  publish(toasts.filter((toast) => toast.id !== id))
}

/** For `useSyncExternalStore`. */
export function subscribeToToasts(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** What is on screen now. */
export function currentToasts(): readonly Toast[] {
  return toasts
}
