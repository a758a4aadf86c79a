import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
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

/** The folder of the package that a module came from; undefined for the project's own modules. */
export function packageFolderOf(id: string): string | undefined {
  const [file = ''] = id.replace(/^\0/, '').split('?')
  const at = file.lastIndexOf('/node_modules/')
  if (at < 0) return undefined
  const rest = file.slice(at + '/node_modules/'.length).split('/')
  const name = rest.slice(0, rest[0]?.startsWith('@') ? 2 : 1).join('/')
  const folder = path.join(file.slice(0, at), 'node_modules', name)
  return existsSync(path.join(folder, 'package.json')) ? folder : undefined
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest
}

/** What the package itself says of its licence, word for word; most licences ask that it goes along. */
export function licenceTextOf(folder: string): string | undefined {
  const names = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice)([.-]|$)/i.test(name))
  const texts = names.toSorted().map((name) => readFileSync(path.join(folder, name), 'utf8').trim())
  return texts.length === 0 ? undefined : texts.join('\n\n')
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
  const texts = new Map<string, string>()
  const add = (folder: string | undefined): void => {
    if (folder === undefined) return
    const manifest = readManifest(folder)
    const { name, version } = manifest
    if (!name || !version || found.has(`${name}@${version}`)) return
    const licence = licenceOf(manifest)
    found.set(`${name}@${version}`, { name, version, licence })
    texts.set(`${name}@${version}`, licenceTextOf(folder) ?? `Licence: ${licence}`)
  }
  const collect = {
    name: 'vigil:collect-licences',
    generateBundle(_options: unknown, bundle: Record<string, { type: string; moduleIds?: readonly string[] }>) {
      for (const chunk of Object.values(bundle)) for (const id of chunk.moduleIds ?? []) add(packageFolderOf(id))
    }
  }
  const write = {
    name: 'vigil:write-licences',
    closeBundle() {
      for (const name of unbundled) add(packageFolderOf(path.join(root, 'node_modules', name, 'package.json')))
      const list = [...found.values()].sort(
        (a, b) => a.name.localeCompare(b.name) || a.version.localeCompare(b.version)
      )
      mkdirSync(path.join(root, 'out', 'main'), { recursive: true })
      writeFileSync(path.join(root, 'out', 'main', 'licences.json'), JSON.stringify(list))
      const chapters = list.map(({ name, version }) => `${name} ${version}\n\n${texts.get(`${name}@${version}`) ?? ''}`)
      writeFileSync(
        path.join(root, 'out', 'main', 'third-party-licences.txt'),
        `${chapters.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`
      )
    }
  }
  return { collect, write }
}
