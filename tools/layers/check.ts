// Reads every file of the project against the layer table and prints each breach as `path:line message`.
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { projectRoot } from '../kit/paths.ts'
import { type Breach, checkLength, checkOther, checkSource } from './rules.ts'

const isText = (file: string): boolean => /\.([cm]?[jt]sx?|css|html|sql|json|sh|py)$|^script\/|^\.ci\//.test(file)

/** All breaches under `root`, sorted by place. */
export function checkProject(root: string): { readonly files: number; readonly breaches: Breach[] } {
  const found = globSync(['{src,test,tools,script,.ci}/**/*', '*.config.ts'], { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((file) => !file.includes('node_modules/'))
    .sort()
  const breaches = found.flatMap((file) => {
    if (!isText(file)) return file.startsWith('src/') ? checkSource(file, '') : []
    const text = readFileSync(path.join(root, file), 'utf8')
    const own = file.startsWith('src/') ? checkSource(file, text) : checkOther(file, text)
    return [...own, ...(file.endsWith('.json') ? [] : checkLength(file, text))]
  })
  return { files: found.length, breaches }
}

if (import.meta.main) {
  const root = path.resolve(process.argv[2] ?? projectRoot)
  const { files, breaches } = checkProject(root)
  for (const { file, line, message } of breaches) console.log(`${file}:${line} ${message}`)
  console.log(
    breaches.length === 0 ? `layers: ${files} files keep to the table` : `layers: ${breaches.length} breaches`
  )
  process.exitCode = breaches.length === 0 ? 0 : 1
}
