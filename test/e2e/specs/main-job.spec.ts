import { installedProgram } from '../fixtures/vigil-app.ts'
import { expect, test } from '../fixtures/test.ts'
import { doMainJob } from './main-job.ts'

test('the whole main job, from the first start to the rows of AUDIT_LOGS', async ({ startVigil, desktop, shot }) => {
  const app = await startVigil({ activationSeconds: 6 })
  await doMainJob({ app, desktop, shot: (step) => shot(app.window, step) })
})

test('the whole main job in the installed package', { tag: '@installed' }, async ({ startVigil, desktop, shot }) => {
  expect(installedProgram, 'VIGIL_EXECUTABLE names the installed program').toBeDefined()
  const app = await startVigil({ activationSeconds: 6 })
  const isPackaged = await app.electron.evaluate((electron) => electron.app.isPackaged)
  expect(isPackaged).toBe(true)
  await doMainJob({ app, desktop, shot: (step) => shot(app.window, `installed-${step}`) })
})
