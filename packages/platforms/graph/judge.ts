/**
 * Refusals of Graph networks as data, in the order in which they are recognised: a network's own rows first, then those
 * that all of them share. Only numbers are matched where there are any: messages come in the language of the account.
 */
import type { Failure, Reply, Verdict } from '../interface.ts'
import { see } from './answer.ts'
import type { Seen } from './answer.ts'
import { slowDown } from './usage.ts'

export type Known = Failure & { readonly reply: Reply }
export interface Row {
  /** As the sheet of facts names it: 'code', 'code/subcode', or the words that are matched. */
  readonly row: string
  readonly when: (seen: Seen, failure: Known) => boolean
  readonly verdict: (seen: Seen, failure: Known) => Verdict
}

export const coded =
  (...codes: readonly number[]) =>
  (seen: Seen): boolean =>
    codes.includes(seen.code)
export const subcoded =
  (...subcodes: readonly number[]) =>
  (seen: Seen): boolean =>
    subcodes.includes(seen.subcode)
/** Meta moves numbers between `code` and `error_subcode`, so large ones are looked for in both. */
export const numbered =
  (...numbers: readonly number[]) =>
  (seen: Seen): boolean =>
    numbers.includes(seen.code) || numbers.includes(seen.subcode)
export const says =
  (words: RegExp) =>
  (seen: Seen): boolean =>
    words.test(seen.message)
export const during =
  (step: RegExp) =>
  (_: Seen, failure: Known): boolean =>
    step.test(failure.during)
export const all =
  (...conditions: readonly Row['when'][]): Row['when'] =>
  (seen, failure) =>
    conditions.every((condition) => condition(seen, failure))

export const always = (verdict: Verdict) => (): Verdict => verdict
export const refused =
  (problem: string, field?: string) =>
  (seen: Seen): Verdict => ({ is: 'refused', problem, words: seen.words, ...(field ? { field } : {}) })
const reconnect = always({ is: 'reconnect' })
const closed =
  (scope: 'channel' | 'app') =>
  (_: Seen, { reply }: Known): Verdict =>
    slowDown(reply, scope)

/** An extra never stops a post that is out: what is not allowed there is a note. */
const refuseExtra = (row: Row, isExtra: (step: string) => boolean): Row => ({
  row: `${row.row}, extra`,
  when: (seen, failure) => isExtra(failure.during) && row.when(seen, failure),
  verdict: refused('network.permission'),
})

const permissionRows: readonly Row[] = [
  { row: '200/1404078', when: subcoded(1_404_078), verdict: refused('network.authorization') },
  {
    row: 'Page Publishing Authorization',
    when: says(/Page Publishing Authorization/i),
    verdict: refused('network.authorization'),
  },
  { row: '3', when: coded(3), verdict: refused('network.permission') },
  { row: '10', when: coded(10), verdict: reconnect },
  { row: '1705', when: coded(1705), verdict: reconnect },
  { row: '200–299', when: ({ code }) => code >= 200 && code <= 299, verdict: reconnect },
]

/** What every Graph network may answer. A token that is over and can be renewed (Threads, Instagram) is `renewable`. */
const sharedRows = (renewable: boolean): readonly Row[] => [
  // 459 and 464 ask for a check at the network; signing in again leads through it.
  { row: '190/463', when: all(coded(190), subcoded(463)), verdict: renewable ? always({ is: 'renew' }) : reconnect },
  { row: '190', when: coded(190), verdict: reconnect },
  { row: '102', when: coded(102), verdict: reconnect },
  { row: '104', when: coded(104), verdict: refused('network.app-secret') },
  { row: 'appsecret_proof', when: says(/appsecret_proof/), verdict: refused('network.app-secret') },
  { row: '4', when: coded(4), verdict: closed('app') },
  { row: '17, 32, 341, 613', when: coded(17, 32, 341, 613), verdict: closed('channel') },
  { row: '80000–80014', when: ({ code }) => code >= 80_000 && code <= 80_014, verdict: closed('channel') },
  { row: '368', when: coded(368), verdict: refused('network.account-restricted') },
]

const lastRows: readonly Row[] = [
  { row: '100/33', when: all(coded(100), subcoded(33)), verdict: refused('network.not-found') },
  { row: '100', when: coded(100), verdict: refused('network.refused') },
]

export interface Judging {
  readonly rows: readonly Row[]
  /** Is this a step that is sent once? Its server errors are unclear; those of others are tried again. */
  readonly once: (step: string) => boolean
  readonly extra: (step: string) => boolean
  readonly renewable: boolean
}

/** All rows in their order; for tests that want to meet each. */
export const rowsOf = ({ rows, once, extra, renewable }: Judging): readonly Row[] => [
  ...rows,
  ...permissionRows.map((row) => refuseExtra(row, extra)),
  ...permissionRows,
  ...sharedRows(renewable),
  // Graph's "1" and "2" come as 400 and as 500, and posts made by repeating them stand on record.
  {
    row: '1, 2, transient',
    when: (seen) => coded(1, 2)(seen) || seen.transient || seen.status >= 500,
    verdict: (_, failure) => (once(failure.during) ? { is: 'unknown' } : { is: 'retry' }),
  },
  ...lastRows,
]

/** `Platform.classify` of a network: the first row that knows the answer; none for silence, which the engine judges. */
export function judgeBy(judging: Judging): (failure: Failure) => Verdict | undefined {
  const rows = rowsOf(judging)
  return (failure) => {
    const { reply } = failure
    if (!reply) return undefined
    const seen = see(reply)
    const known = { ...failure, reply }
    return rows.find((row) => row.when(seen, known))?.verdict(seen, known)
  }
}
