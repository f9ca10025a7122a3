import { inspect } from 'node:util'

/** A value that logs, answers and errors cannot show: whoever wants it says so with `reveal()`. */
export class Secret {
  readonly #value: string
  constructor(value: string) {
    this.#value = value
  }
  reveal(): string {
    return this.#value
  }
  toString(): string {
    return hidden
  }
  toJSON(): string {
    return hidden
  }
  [inspect.custom](): string {
    return hidden
  }
}

const hidden = '[secret]'
