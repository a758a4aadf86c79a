import { isBuiltin } from 'node:module'
import path from 'node:path'
import { doors, type Layer, layers, longestFileLines, otherFiles } from './layers.ts'
import { readSourceFile, type SourceFile } from './source-file.ts'

/** Something that the table forbids, at a place. */
export interface Breach {
  readonly file: string
  readonly line: number
  readonly message: string
}

const matches = (prefix: string, file: string): boolean =>
  prefix.endsWith('/') ? file.startsWith(prefix) : file === prefix

/** The layer that a file of src/ belongs to. `file` is relative to the project, with forward slashes. */
export function layerOf(file: string): Layer | undefined {
  let best: Layer | undefined
  let length = 0
  for (const layer of layers) {
    for (const prefix of layer.paths) {
      if (prefix.length > length && matches(prefix, file)) [best, length] = [layer, prefix.length]
    }
  }
  return best
}

const isModule = (file: string): boolean => /\.[cm]?[jt]sx?$/.test(file)
const isAsset = (file: string): boolean => otherFiles.some((end) => file.endsWith(end))
const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

function folderWithin(layer: Layer, file: string): string | undefined {
  const prefix = layer.paths.find((one) => one.endsWith('/') && file.startsWith(one))
  return prefix === undefined ? undefined : file.slice(prefix.length).split('/')[0]
}

function relativeBreach(from: Layer, file: string, specifier: string): string | undefined {
  const [bare = ''] = specifier.split('?')
  const target = path.posix.join(path.posix.dirname(file), bare)
  if (path.posix.extname(bare) === '') return `"${specifier}" has no extension: relative imports carry theirs`
  if (!target.startsWith('src/')) return `"${specifier}" leaves src/`
  const to = layerOf(target)
  if (to === undefined) return `"${specifier}" belongs to no layer`
  if (to.name !== from.name) {
    return from.layers.includes(to.name) ? undefined : `${from.name} must not import ${to.name} ("${specifier}")`
  }
  if (from.areFoldersApart && folderWithin(from, file) !== folderWithin(to, target)) {
    return `${folderWithin(from, file)} must not import ${folderWithin(to, target)}: each folder of ${from.name} stands alone ("${specifier}")`
  }
  return undefined
}

function importBreach(from: Layer, file: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return relativeBreach(from, file, specifier)
  if (specifier.startsWith('/')) return `"${specifier}" is an absolute path`
  if (isBuiltin(specifier)) {
    if (!specifier.startsWith('node:')) return `"${specifier}" is written without "node:"`
    return from.mayUseNode ? undefined : `${from.name} must not use Node ("${specifier}")`
  }
  const name = packageOf(specifier)
  return from.packages.includes(name) ? undefined : `${from.name} must not import the package ${name}`
}

function doorBreaches(file: string, source: SourceFile): Breach[] {
  const found: Breach[] = []
  for (const door of doors) {
    if (file === door.only) continue
    const message = `${door.name}${door.property ? `.${door.property}` : ''} is used in ${door.only} alone`
    for (const one of source.members) {
      // `electron.ipcMain` as well as `shell.openExternal` and `electron.shell.openExternal`
      const isHit = door.property
        ? one.property === door.property && localNames(source, door.name).includes(one.object)
        : one.property === door.name
      if (isHit) found.push({ file, line: one.line, message })
    }
    if (door.property) continue
    for (const one of source.imported) {
      if (one.from.startsWith('electron') && one.name === door.name) found.push({ file, line: one.line, message })
    }
  }
  return found
}

/** All names under which a file knows something of Electron, its own one included. */
function localNames(source: SourceFile, name: string): string[] {
  return [name, ...source.imported.filter((one) => one.name === name && one.local !== '').map((one) => one.local)]
}

/** Breaches of one file under src/: its layer, its imports, its doors. */
export function checkSource(file: string, text: string): Breach[] {
  const layer = layerOf(file)
  if (layer === undefined) {
    return isAsset(file) ? [] : [{ file, line: 1, message: 'this file belongs to no layer of tools/layers/layers.ts' }]
  }
  if (!isModule(file)) {
    return isAsset(file) ? [] : [{ file, line: 1, message: 'files of this kind have no place in src' }]
  }
  const source = readSourceFile(file, text)
  const breaches: Breach[] = source.errors.map((message) => ({
    file,
    line: 1,
    message: `cannot be parsed: ${message}`
  }))
  for (const { specifier, line } of source.requests) {
    const message = importBreach(layer, file, specifier)
    if (message !== undefined) breaches.push({ file, line, message })
  }
  for (const line of source.unknowable) {
    breaches.push({ file, line, message: 'a dynamic import must name its module, so that its layer can be checked' })
  }
  return [...breaches, ...doorBreaches(file, source)]
}

/** Rules for code outside src/ (tests, tools, scripts): relative imports carry their extension. */
export function checkOther(file: string, text: string): Breach[] {
  if (!isModule(file)) return []
  return readSourceFile(file, text)
    .requests.filter(
      ({ specifier }) => specifier.startsWith('.') && path.posix.extname(specifier.split('?')[0] ?? '') === ''
    )
    .map(({ specifier, line }) => ({
      file,
      line,
      message: `"${specifier}" has no extension: relative imports carry theirs`
    }))
}

/** A file that is too long to be one idea. */
export function checkLength(file: string, text: string): Breach[] {
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
  if (lines <= longestFileLines) return []
  return [
    {
      file,
      line: longestFileLines + 1,
      message: `${lines} lines; a file has at most ${longestFileLines}: split it by idea`
    }
  ]
}
