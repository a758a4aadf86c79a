const hidden = new WeakMap<Secret, string>()

/**
 * A value that no log, JSON, error or template prints. It leaves only through `reveal`, whose callers are few:
 * the keychain vault and the token request.
 */
export class Secret {
  constructor(value: string) {
    hidden.set(this, value)
  }

  /** The value itself. */
  reveal(): string {
    return hidden.get(this) ?? ''
  }

  toString(): string {
    return '[secret]'
  }

  toJSON(): string {
    return '[secret]'
  }

  /** What Node's inspect (and so any logger) prints. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]'
  }
}
