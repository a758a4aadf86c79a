import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** A package whose code is in the program. */
export interface Licence {
  readonly name: string
  readonly version: string
  readonly licence: string
}

interface Manifest {
  name?: string
  version?: string
  license?: string | { type?: string }
}

/** The manifest of the package that a module came from; undefined for the project's own modules. */
export function packageOfModule(id: string): Manifest | undefined {
  const [file = ''] = id.replace(/^\0/, '').split('?')
  const at = file.lastIndexOf('/node_modules/')
  if (at < 0) return undefined
  const rest = file.slice(at + '/node_modules/'.length).split('/')
  const name = rest.slice(0, rest[0]?.startsWith('@') ? 2 : 1).join('/')
  const manifest = path.join(file.slice(0, at), 'node_modules', name, 'package.json')
  return existsSync(manifest) ? (JSON.parse(readFileSync(manifest, 'utf8')) as Manifest) : undefined
}

const licenceOf = ({ license }: Manifest): string =>
  (typeof license === 'string' ? license : license?.type) ?? 'unknown'

/**
 * Collects the licences of everything that ends up in the bundles and writes them for the About page. One instance
 * serves the builds of all processes: `collect` goes into each, `write` into the last.
 * @param unbundled packages that ship beside the bundle
 */
export function licenceCollector(root: string, unbundled: readonly string[]) {
  const found = new Map<string, Licence>()
  const add = (manifest: Manifest | undefined): void => {
    const { name, version } = manifest ?? {}
    if (!manifest || !name || !version) return
    found.set(`${name}@${version}`, { name, version, licence: licenceOf(manifest) })
  }
  const collect = {
    name: 'vigil:collect-licences',
    generateBundle(_options: unknown, bundle: Record<string, { type: string; moduleIds?: readonly string[] }>) {
      for (const chunk of Object.values(bundle)) for (const id of chunk.moduleIds ?? []) add(packageOfModule(id))
    }
  }
  const write = {
    name: 'vigil:write-licences',
    closeBundle() {
      for (const name of unbundled) add(packageOfModule(path.join(root, 'node_modules', name, 'package.json')))
      const list = [...found.values()].sort(
        (a, b) => a.name.localeCompare(b.name) || a.version.localeCompare(b.version)
      )
      mkdirSync(path.join(root, 'out', 'main'), { recursive: true })
      writeFileSync(path.join(root, 'out', 'main', 'licences.json'), JSON.stringify(list))
    }
  }
  return { collect, write }
}
