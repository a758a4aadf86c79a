/**
 * Column names of a header row. What is not told apart by it is told apart here: a column without a name is `column 3`,
 * the second `A` is `A (2)`.
 */
export function headerNames(fields: readonly (string | undefined)[]): string[] {
  const names = new Set<string>()
  for (const [index, field] of fields.entries()) {
    const name = field === undefined || field.trim() === '' ? `column ${index + 1}` : field
    let own = name
    for (let n = 2; names.has(own); n += 1) own = `${name} (${n})`
    names.add(own)
  }
  return [...names]
}
