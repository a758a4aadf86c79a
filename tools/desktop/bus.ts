import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type Environment, type Service, startService, until } from './processes.ts'

// No <servicedir>: nothing on this bus starts by itself, so "no keyring" and "no notification daemon" mean it.
const configuration = (
  socket: string
): string => `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`

/** Starts a private session bus in `folder` and returns its address. */
export async function startBus(folder: string, env: Environment): Promise<{ address: string; service: Service }> {
  const socket = path.join(folder, 'bus')
  const file = path.join(folder, 'bus.conf')
  writeFileSync(file, configuration(socket))
  const service = startService('dbus-daemon', ['--nofork', '--nopidfile', `--config-file=${file}`], env)
  await until('the D-Bus session bus', () => existsSync(socket), service)
  return { address: `unix:path=${socket}`, service }
}
