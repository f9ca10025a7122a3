/** How asking the outside can go wrong. */

/** No (whole) answer. `sent` is false only if certainly no byte of the request was written. */
export class OutsideFailure extends Error {
  override readonly name = 'OutsideFailure'
  readonly sent: boolean
  constructor(sent: boolean, cause: unknown) {
    super(cause instanceof Error ? cause.message : 'the request failed', { cause })
    this.sent = sent
  }
}
export class TimedOut extends Error {
  override readonly name = 'TimedOut'
}
export class TooLarge extends Error {
  override readonly name = 'TooLarge'
}
