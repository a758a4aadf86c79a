import type { Page } from 'playwright'

interface AttackWindow {
  readonly violations: string[]
  readonly attack: (name: string, target: string) => Promise<string>
}

export interface AttackReport {
  /** In the words of harness/page/attacks.ts. */
  readonly outcome: string
  /** What the content security policy stopped meanwhile: directive and address. */
  readonly violations: string[]
}

/** Lets the page's own code try something. */
export async function attack(page: Page, name: string, target = ''): Promise<AttackReport> {
  return await page.evaluate(
    async ([which, where]) => {
      const { violations, attack: run } = window as unknown as AttackWindow
      const before = violations.length
      const outcome = await run(which ?? '', where ?? '')
      await new Promise((resolve) => {
        setTimeout(resolve, 150)
      })
      return { outcome, violations: violations.slice(before) }
    },
    [name, target]
  )
}
