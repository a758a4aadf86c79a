import { type Environment, type Service, startService, until } from './processes.ts'

const screen = '1440x900x24'

/** Starts an X server without a screen on a free display and returns the display's name. */
export async function startDisplay(env: Environment): Promise<{ display: string; service: Service }> {
  const service = startService(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', screen, '-nolisten', 'tcp', '-noreset'],
    env,
    '',
    {
      stdio: ['pipe', 'pipe', 'pipe', 'pipe']
    }
  )
  let number = ''
  service.process.stdio[3]?.on('data', (piece: Buffer) => {
    number += piece.toString()
  })
  await until('the virtual display', () => number.includes('\n'), service)
  return { display: `:${number.trim()}`, service }
}
