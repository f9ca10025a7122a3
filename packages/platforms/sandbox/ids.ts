/** Ids that grow with time: milliseconds since an epoch, shifted, and never the same one twice. */
export function createIds(now: () => number, { epoch = 0, bits = 22n } = {}): () => string {
  let last = 0n
  return () => {
    const time = BigInt(Math.floor(now()) - epoch) << bits
    last = time > last ? time : last + 1n
    return String(last)
  }
}
