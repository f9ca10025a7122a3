/** `/_sandbox`: how tests steer the imitation, and its ledger, which is the judge of what went out. */
import { isSameAccount } from '@posthorn/platforms/conformance'

/** One accepted write, as the ledger has it. */
export interface Line {
  readonly kind: string
  readonly account: string
  readonly id: string
  readonly text: string
  readonly notes: readonly string[]
  /** Real milliseconds with fractions. */
  readonly startedAt: number
  /** Null while the request is under way. */
  readonly endedAt: number | null
}

export interface Control {
  readonly tell: (path: string, body: object) => Promise<unknown>
  /** Orders a fault; once, unless `more` says otherwise. */
  readonly fault: (fault: string, more?: object) => Promise<unknown>
  /** Accepted writes, oldest first. */
  readonly lines: () => Promise<readonly Line[]>
  /** Faults that were ordered and did not strike. */
  readonly standing: () => Promise<readonly unknown[]>
  /** Takes them back. */
  readonly calm: () => Promise<unknown>
  /** Of this account: imitations name some by the bare id, some by the whole URN. */
  readonly isOf: (remoteId: string) => (line: Line) => boolean
}

export function openControl(origin: string, platform: string): Control {
  const ask = async (path: string, init?: RequestInit): Promise<unknown> => {
    const answer = await fetch(`${origin}/_sandbox/${path}`, init)
    if (!answer.ok) throw new Error(`the sandbox answered ${answer.status} to ${path}: ${await answer.text()}`)
    return answer.json()
  }
  const tell = (path: string, body: object) =>
    ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  return {
    tell,
    fault: (fault, more = {}) => tell('faults', { platform, fault, times: 1, ...more }),
    lines: async () =>
      ((await ask(`ledger?platform=${platform}`)) as Line[]).map((line) => ({ ...line, notes: line.notes ?? [] })),
    standing: async () => ((await ask(`faults?platform=${platform}`)) as { active: unknown[] }).active,
    calm: () => ask(`faults?platform=${platform}`, { method: 'DELETE' }),
    isOf: (remoteId) => (line) => isSameAccount(remoteId, line.account),
  }
}
