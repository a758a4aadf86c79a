import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { _electron } from 'playwright'
import { projectRoot } from '../../kit/paths.ts'
import { absolute, type MetricModule, median, quantile } from '../metric.ts'

const warmUpCalls = 2_000
const callsPerRun = 5_000
const runs = 3

// Runs in the window. One call after the other, each timed by itself; the clock there ticks in steps of 5 to 100 µs, so
// the median is taken from means of ten calls and the p99 from single ones.
const script = async (calls: number): Promise<{ means: number[]; singles: number[] }> => {
  const bridge = globalThis as unknown as { api: { diagnostics: { ping: (input: object) => Promise<unknown> } } }
  const { performance } = globalThis as unknown as { performance: { now(): number } }
  const means: number[] = []
  const singles: number[] = []
  for (let done = 0; done < calls; done += 10) {
    const begin = performance.now()
    for (let one = 0; one < 10; one++) {
      const before = performance.now()
      await bridge.api.diagnostics.ping({})
      singles.push((performance.now() - before) * 1_000)
    }
    means.push(((performance.now() - begin) * 1_000) / 10)
  }
  return { means, singles }
}

/** A call through everything: bridge, schema, sender check, handler, and back. */
export const ipcRoundtrip: MetricModule = {
  names: ['ipc.roundtrip.median', 'ipc.roundtrip.p99'],
  async measure(say) {
    const data = mkdtempSync(path.join(tmpdir(), 'vigil-bench-ipc-'))
    const app = await _electron.launch({
      args: [projectRoot, `--user-data-dir=${data}`],
      env: Object.fromEntries(
        Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined)
      ),
      chromiumSandbox: process.getuid?.() !== 0
    })
    try {
      const window = await app.firstWindow()
      await window.getByRole('main').first().waitFor()
      await window.evaluate(script, warmUpCalls)
      const medians: number[] = []
      const tails: number[] = []
      for (let run = 1; run <= runs; run++) {
        const { means, singles } = await window.evaluate(script, callsPerRun)
        medians.push(median(means))
        tails.push(quantile(singles, 0.99))
        say(`ipc: run ${run} of ${runs}, ${medians.at(-1)?.toFixed(0)} µs`)
      }
      return [
        absolute('ipc.roundtrip.median', 'µs', median(medians)),
        absolute('ipc.roundtrip.p99', 'µs', median(tails))
      ]
    } finally {
      await app.close()
      rmSync(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    }
  }
}
