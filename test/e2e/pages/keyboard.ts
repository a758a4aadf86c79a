import { expect, type Locator, type Page } from '@playwright/test'

const mostStops = 150

/** Whether the focused element is marked on screen: by itself, or by what stands for it (a radio's dot, a card). */
const isFocusMarked = (): string | undefined => {
  const focused = document.activeElement
  if (!(focused instanceof HTMLElement) || focused === document.body) return undefined
  const around = [focused, focused.parentElement, ...focused.querySelectorAll('*')]
  // What stands for a field that is drawn by others is beside it, in its label.
  if (focused instanceof HTMLInputElement) around.push(...(focused.closest('label')?.querySelectorAll('*') ?? []))
  const isMarked = around.some((element) => {
    if (element === null) return false
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element)
    return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) || boxShadow !== 'none'
  })
  return isMarked ? undefined : focused.outerHTML.slice(0, 200)
}

/** Works the window with nothing but a keyboard, and minds that one always sees where one is. */
export class Keyboard {
  readonly #window: Page

  constructor(window: Page) {
    this.#window = window
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.#window.keyboard.press(key)
  }

  /** Goes on with Tab until `target` has the focus. */
  async tabTo(target: Locator): Promise<void> {
    await expect(target).toBeVisible()
    for (let stop = 0; stop < mostStops; stop++) {
      if (await target.evaluate((element) => element === document.activeElement)) return
      await this.#window.keyboard.press('Tab')
      expect(await this.#window.evaluate(isFocusMarked), 'an element has the focus and does not show it').toBe(
        undefined
      )
      const scrolled = await this.#window.evaluate(() => document.documentElement.scrollTop)
      expect(scrolled, 'what is around the page stays where it is').toBe(0)
    }
    throw new Error(`${mostStops} times Tab did not lead to ${target.toString()}`)
  }

  /** Goes to `target` and presses Enter there. */
  async use(target: Locator): Promise<void> {
    await this.tabTo(target)
    await this.press('Enter')
  }
}
