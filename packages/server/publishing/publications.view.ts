import type { z } from 'zod'
import type { Publication } from '@posthorn/contract/schemas/posts.ts'
import type { Json } from '@posthorn/domain/json.ts'
import { firstWords, type Draft } from '@posthorn/domain/post/effective.ts'
import type { PublicationRow, readSteps, readTimeline } from './publications.store.ts'
import { says } from './timeline.ts'
import type { Trouble } from './problem.ts'

export type PublicationView = z.output<typeof Publication>
export type Act = PublicationView['may'][number]

const iso = (date: Date | null): string | null => (date === null ? null : date.toISOString())
/** The database's `infinity`: never by itself. */
const never = (date: Date): boolean => Number.isNaN(date.getTime()) || date.getTime() >= 8.64e15

/** What a person may do with a publication in its present state. */
export function mayOf(
  row: Pick<PublicationRow, 'state' | 'liveAt' | 'takenAt' | 'sendingStep' | 'sentAt' | 'cancelAsked'>,
  canRemove: boolean,
): Act[] {
  const live = row.liveAt !== null
  const taken = live || row.takenAt !== null
  switch (row.state) {
    case 'draft':
      return ['reschedule', 'publish-now']
    case 'scheduled':
      return ['reschedule', 'cancel', 'publish-now']
    case 'publishing':
      return row.sendingStep === null && !taken && row.cancelAsked === null ? ['cancel'] : []
    case 'waiting':
      return taken ? [] : ['cancel']
    case 'unconfirmed':
      return ['look']
    case 'needs_you':
      if (row.sendingStep !== null) return ['look', 'resolve', ...(live ? [] : (['cancel'] as const))]
      return live ? ['retry', ...(canRemove ? (['remove'] as const) : []), 'skip'] : ['retry', 'cancel']
    case 'missed':
      return ['publish-now', 'reschedule', 'skip']
    case 'failed':
    case 'cancelled':
      return ['retry', 'reschedule']
    case 'published':
      return canRemove ? ['remove'] : []
    default:
      return []
  }
}

const showTrouble = ({
  code,
  field,
  words,
  status,
  step,
  ...more
}: Trouble & { says: string; todo: string | null }) => ({
  code,
  says: more.says,
  ...(more.todo === null ? {} : { todo: more.todo }),
  ...(field === undefined ? {} : { field }),
  ...(words === undefined ? {} : { words }),
  ...(status === undefined ? {} : { status }),
  ...(step === undefined ? {} : { step }),
})

export interface ViewInput {
  readonly row: PublicationRow
  readonly steps: Awaited<ReturnType<typeof readSteps>>
  readonly timeline: Awaited<ReturnType<typeof readTimeline>>
  /** What would go out if nothing is frozen yet. */
  readonly draft: Draft
  readonly canRemove: boolean
  readonly promise: PublicationView['promise']
}

/** Everything that is known of a publication, as the delivery page shows it. */
export function showPublication({ row, steps, timeline, draft, canRemove, promise }: ViewInput): PublicationView {
  const parts = row.frozen?.parts ?? draft.parts
  const plan = row.plan ?? []
  const known = [...steps, ...onlyStep(row, steps)]
  const byName = new Map(known.map((step) => [step.name, step]))
  const unplanned = steps
    .filter((step) => !plan.some(({ name }) => name === step.name))
    .map((step) => ({ name: step.name, for: step.forWhat }))
  return {
    id: row.id,
    postId: row.postId,
    channelId: row.channelId,
    platform: row.platform,
    network: row.network,
    channelName: row.channelName,
    channelHandle: row.channelHandle,
    run: row.run,
    state: row.state,
    reason: row.reason,
    dueAt: row.dueAt.toISOString(),
    zone: row.zone,
    wallTime: row.wallTime,
    words: firstWords({ ...draft, parts: parts.map(({ text }) => ({ text, media: [] })) }),
    media: parts.reduce((sum, part) => sum + part.media.length, 0),
    permalink: row.permalink,
    wakeAt: never(row.wakeAt) ? null : row.wakeAt.toISOString(),
    attempts: row.attempts,
    sentAt: iso(row.sentAt),
    liveAt: iso(row.liveAt),
    endedAt: iso(row.endedAt),
    latenessMs: row.liveAt === null ? null : row.liveAt.getTime() - row.dueAt.getTime(),
    remoteId: row.remoteId,
    evidence: row.evidence,
    trouble: row.problem === null ? null : showTrouble(row.problem),
    notes: row.notes.map(showTrouble),
    promise,
    sentTexts: parts.map(({ text }) => text),
    steps: [...plan, ...unplanned].map(({ name, for: forWhat }) => {
      const step = byName.get(name)
      const sending = row.sendingStep === name
      return {
        name,
        for: forWhat,
        state: sending
          ? row.state === 'publishing' || row.state === 'published'
            ? 'sending'
            : 'unknown'
          : (step?.state ?? 'planned'),
        remoteId: step?.remoteId ?? null,
        permalink: step?.permalink ?? null,
        looks: sending ? row.looks : (step?.looks ?? 0),
        sentAt: sending ? iso(row.sentAt) : iso(step?.sentAt ?? null),
        at: iso(step?.at ?? null),
      }
    }),
    timeline: linesOf(row, known, timeline),
    may: mayOf(row, canRemove),
  }
}

/** The step of a plan that has only one, once it took effect: it has no row of its own. */
function onlyStep(
  { plan, liveAt, sentAt, remoteId, permalink }: PublicationRow,
  steps: ViewInput['steps'],
): ViewInput['steps'] {
  const [only, ...more] = plan ?? []
  if (!only || more.length > 0 || steps.length > 0 || liveAt === null) return []
  return [
    {
      name: only.name,
      forWhat: only.for,
      state: 'live',
      remoteId,
      permalink,
      looks: 0,
      sentAt,
      at: liveAt,
    },
  ]
}

/** The stored events, and a line for each irrevocable request: when it left stands with its step, and is not said twice. */
function linesOf(
  row: PublicationRow,
  steps: ViewInput['steps'],
  timeline: ViewInput['timeline'],
): PublicationView['timeline'] {
  const sent = steps.flatMap(({ name, sentAt }) => (sentAt === null ? [] : [{ name, at: sentAt }]))
  if (row.sendingStep !== null && row.sentAt !== null) sent.push({ name: row.sendingStep, at: row.sentAt })
  const lines = [
    ...timeline,
    ...sent.map(({ name, at }, n) => ({ id: -1 - n, at, actor: 'delivery', kind: 'sent', step: name, data: {} })),
  ]
  return lines
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .map(({ id, at, actor, kind, step, data }) => ({
      id,
      at: at.toISOString(),
      actor,
      kind,
      step,
      says: says(kind, step, data as Json),
      data: data as Record<string, unknown>,
    }))
}
