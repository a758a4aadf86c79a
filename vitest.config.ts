import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

// One project a kind of test. Files run in processes of their own (forks): native modules and worker threads are real.
const inNode = (name: string, timeoutMs: number, exclude: string[] = []) => ({
  extends: true as const,
  test: {
    name,
    environment: 'node' as const,
    include: [`test/${name}/**/*.test.ts`],
    exclude: ['**/node_modules/**', ...exclude],
    testTimeout: timeoutMs,
    hookTimeout: timeoutMs
  }
})

export default defineConfig({
  test: {
    pool: 'forks',
    // a real process, file or socket that a failed test leaves open must not hang the run
    teardownTimeout: 5_000,
    // tests choose their own zone where it matters; the default is one that is neither UTC nor a whole hour off
    env: { TZ: 'Asia/Kolkata', NODE_ENV: 'test' },
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    projects: [
      inNode('unit', 10_000, ['test/unit/renderer/**']),
      {
        extends: true,
        plugins: [react()],
        test: {
          name: 'renderer',
          environment: 'happy-dom',
          include: ['test/unit/renderer/**/*.test.{ts,tsx}'],
          testTimeout: 15_000,
          css: { modules: { classNameStrategy: 'non-scoped' } }
        }
      },
      inNode('integration', 60_000),
      inNode('security', 60_000),
      inNode('faults', 120_000)
    ]
  }
})
