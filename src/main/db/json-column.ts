/** Text of a JSON column; NULL for `undefined`. */
export function toJson(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value)
}

/** Value of a JSON column that Vigil itself wrote. */
export function fromJson<Value>(text: string): Value {
  return JSON.parse(text) as Value
}

/** Like `fromJson`; `undefined` for NULL. */
export function fromJsonOrNull<Value>(text: string | null): Value | undefined {
  return text === null ? undefined : fromJson<Value>(text)
}

/** Leaves out the fields that are NULL in SQL (or were, before they were read as JSON): absent is `undefined` above. */
export function withoutNulls<Row extends object>(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null && value !== undefined)) as Row
}
