import { parseSync, Visitor } from 'vite'

/** A module that a file asks for, and the line where it does. */
export interface Request {
  readonly specifier: string
  readonly line: number
}

/** What the layer check needs to know of one file. */
export interface SourceFile {
  /** Static and dynamic imports, re-exports, import types, and `new URL('./x', import.meta.url)`. */
  readonly requests: readonly Request[]
  /** Names imported from packages, with the name under which they were exported. */
  readonly imported: readonly {
    readonly from: string
    readonly name: string
    readonly local: string
    readonly line: number
  }[]
  /** Every `object.property` that is read, with plain names on both sides. */
  readonly members: readonly { readonly object: string; readonly property: string; readonly line: number }[]
  /** Dynamic imports whose module cannot be known before run time. */
  readonly unknowable: readonly number[]
  readonly errors: readonly string[]
}

const textOf = (node: { type: string } | null | undefined): string | undefined => {
  if (node?.type !== 'Literal') return undefined
  const { value } = node as { value?: unknown }
  return typeof value === 'string' ? value : undefined
}

const nameOf = (node: { type: string } | null | undefined): string | undefined => {
  if (node?.type === 'Identifier') return (node as unknown as { name: string }).name
  return textOf(node)
}

const wrappers = new Set([
  'ParenthesizedExpression',
  'TSAsExpression',
  'TSNonNullExpression',
  'TSSatisfiesExpression',
  'ChainExpression'
])

/** The expression without brackets and casts around it. */
function bare<Node extends { type: string }>(node: Node): Node {
  let inner = node
  while (wrappers.has(inner.type)) inner = (inner as unknown as { expression: Node }).expression
  return inner
}

/** The module of `await import('x')` and `require('x')`. */
function moduleOf(node: { type: string } | null | undefined): string | undefined {
  if (node?.type === 'AwaitExpression') return moduleOf((node as unknown as { argument: { type: string } }).argument)
  if (node?.type === 'ImportExpression') return textOf((node as unknown as { source: { type: string } }).source)
  if (node?.type !== 'CallExpression') return undefined
  const { callee, arguments: given } = node as unknown as { callee: { type: string }; arguments: { type: string }[] }
  return nameOf(callee) === 'require' ? textOf(given[0]) : undefined
}

/** Reads what a TypeScript or JavaScript file imports and touches. `file` decides the syntax by its extension. */
export function readSourceFile(file: string, text: string): SourceFile {
  const parsed = parseSync(file, text)
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  const lineOf = (offset: number): number => {
    let line = 0
    while (line < starts.length && (starts[line] ?? 0) <= offset) line++
    return line
  }

  const requests: Request[] = []
  const imported: SourceFile['imported'][number][] = []
  const members: SourceFile['members'][number][] = []
  const unknowable: number[] = []
  const ask = (specifier: string | undefined, start: number): void => {
    if (specifier === undefined) unknowable.push(lineOf(start))
    else requests.push({ specifier, line: lineOf(start) })
  }

  new Visitor({
    ImportDeclaration(node) {
      ask(node.source.value, node.start)
      for (const one of node.specifiers) {
        const name =
          one.type === 'ImportSpecifier'
            ? (nameOf(one.imported) ?? '')
            : one.type === 'ImportDefaultSpecifier'
              ? 'default'
              : '*'
        imported.push({ from: node.source.value, name, local: one.local.name, line: lineOf(one.start) })
      }
    },
    ExportAllDeclaration(node) {
      ask(node.source.value, node.start)
    },
    ExportNamedDeclaration(node) {
      if (!node.source) return
      ask(node.source.value, node.start)
      for (const one of node.specifiers) {
        imported.push({ from: node.source.value, name: nameOf(one.local) ?? '', local: '', line: lineOf(one.start) })
      }
    },
    ImportExpression(node) {
      ask(textOf(node.source), node.start)
    },
    TSImportType(node) {
      ask(textOf(node.source), node.start)
    },
    CallExpression(node) {
      if (nameOf(node.callee) === 'require') ask(textOf(node.arguments[0]), node.start)
    },
    NewExpression(node) {
      const [first, second] = node.arguments
      const isModuleUrl =
        nameOf(node.callee) === 'URL' &&
        second?.type === 'MemberExpression' &&
        second.object.type === 'MetaProperty' &&
        nameOf(second.property) === 'url'
      const specifier = isModuleUrl ? textOf(first) : undefined
      // addresses of built files (.js beside the bundle) are not sources
      if (specifier !== undefined && /\.tsx?$/.test(specifier)) ask(specifier, node.start)
    },
    MemberExpression(node) {
      const property = nameOf(node.property)
      if (property === undefined) return
      const owner = bare(node.object)
      const object =
        nameOf(owner) ??
        (owner.type === 'MemberExpression'
          ? nameOf((owner as unknown as { property: { type: string } }).property)
          : moduleOf(owner))
      if (object !== undefined) members.push({ object, property, line: lineOf(node.start) })
    },
    VariableDeclarator(node) {
      // const { openExternal } = shell, const { ipcMain } = await import('electron')
      if (node.id.type !== 'ObjectPattern' || !node.init) return
      const from = bare(node.init)
      const object = nameOf(from) ?? moduleOf(from)
      if (object === undefined) return
      for (const one of node.id.properties) {
        const property = one.type === 'Property' ? nameOf(one.key) : undefined
        if (property !== undefined) members.push({ object, property, line: lineOf(one.start) })
      }
    }
  }).visit(parsed.program)

  return { requests, imported, members, unknowable, errors: parsed.errors.map((one) => one.message) }
}
