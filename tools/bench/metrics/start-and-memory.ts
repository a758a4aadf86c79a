import { setTimeout as sleep } from 'node:timers/promises'
import { launch } from '../launch.ts'
import { compared, type Metric, type MetricModule, median } from '../metric.ts'
import { memoryOf } from '../processes.ts'

const runs = 5
const memoryRuns = 3
const restMs = 4_000
const peer = 'a bare Electron window'

/** Start and memory of Vigil on its first screen against a bare window, alternating, so that both see the same machine. */
export const startAndMemory: MetricModule = {
  names: ['startup.interactive', 'memory.rest'],
  async measure(say) {
    const startMs = { vigil: [] as number[], bare: [] as number[] }
    const memory = { vigil: [] as number[], bare: [] as number[] }
    // the first pair warms the disk's cache and is not counted
    for (let run = 0; run <= runs; run++) {
      for (const app of ['bare', 'vigil'] as const) {
        const running = await launch(app)
        try {
          if (run === 0) continue
          startMs[app].push(running.startMs)
          if (run > memoryRuns || process.platform !== 'linux') continue
          await sleep(restMs)
          memory[app].push(memoryOf(running.pid))
        } finally {
          await running.stop()
        }
      }
      say(
        run === 0
          ? 'start: warmed up'
          : `start: run ${run} of ${runs}, Vigil ${startMs.vigil.at(-1)} ms, bare ${startMs.bare.at(-1)} ms`
      )
    }
    const metrics: Metric[] = [compared('startup.interactive', 'ms', median(startMs.vigil), peer, median(startMs.bare))]
    if (memory.vigil.length > 0) {
      metrics.push(compared('memory.rest', 'MB', median(memory.vigil), peer, median(memory.bare)))
    }
    return metrics
  }
}
