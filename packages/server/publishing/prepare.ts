import { createHash } from 'node:crypto'
import type { Json } from '@posthorn/domain/json.ts'
import { assetsOf, effective, type Draft, type MediaUse, type OwnDraft } from '@posthorn/domain/post/effective.ts'
import type { Channel, Frozen, Part, Platform, Rendition, Step, Violation } from '@posthorn/platforms/interface'
import type { Due, StoredFrozen } from './due.store.ts'
import { withoutAddress } from '../media/address.ts'
import { loadRenditions } from './renditions.store.ts'
import { loadResults } from './results.store.ts'
import { ask } from './park.ts'
import { troubleOf, type Trouble } from './problem.ts'
import { write } from './fenced.store.ts'
import type { PlanStep } from './plan.ts'
import type { After, StepResult, Turn, Work } from './work.ts'

/** The channel as an adapter knows it. */
export const channelOf = ({ channelId, channel }: Due): Channel => ({
  id: channelId,
  remoteId: channel.remoteId,
  kind: channel.kind,
  via: channel.via,
  handle: channel.handle,
  ...(channel.host === null ? {} : { host: channel.host }),
  facts: channel.facts,
})

export const shapeOf = (steps: readonly Step[]): readonly PlanStep[] =>
  steps.map((step) => ({ name: step.name, for: step.for, never: step.repeat === 'never' }))

const sameShape = (a: readonly PlanStep[], b: readonly PlanStep[]): boolean =>
  a.length === b.length &&
  a.every((step, n) => step.name === b[n]?.name && step.for === b[n]?.for && step.never === b[n]?.never)

/**
 * Makes a publication ready to work on: at the first claim its version is frozen and its plan drawn, later both are
 * taken from the row. A plan of another version starts anew if nothing was ever sent, else a person decides.
 */
export async function prepare(turn: Turn, due: Due, platform: Platform): Promise<Work | After> {
  const channel = channelOf(due)
  const network = turn.network(due, channel)
  const { pool } = turn.parts.worker
  if (due.frozen === null) {
    const frozen = await freeze(turn, due, platform)
    if ('code' in frozen) return fail(turn, due, troubleOf(frozen))
    const { mediaUrl } = network
    const findings = [
      ...platform.validate(frozen, channel).filter((finding) => finding.blocks),
      ...(mediaUrl === undefined ? [] : withoutAddress(platform.limits(channel), frozen, mediaUrl)),
    ]
    const problem = findings[0] ? violated(findings[0]) : overCap(platform, frozen, due)
    if (problem) return fail(turn, due, problem)
    const steps = platform.plan(frozen, channel)
    const plan = shapeOf(steps)
    const begin = {
      frozen: { ...frozen, at: frozen.at.toISOString() } as StoredFrozen,
      plan,
      platform_version: platform.version,
      content_hash: hashOf(frozen),
    }
    return {
      due,
      platform,
      channel,
      frozen,
      steps,
      plan,
      network,
      results: new Map(),
      begin,
      live: false,
      renewed: false,
    }
  }
  const frozen: Frozen = { ...due.frozen, at: new Date(due.frozen.at) }
  const steps = platform.plan(frozen, channel)
  const plan = shapeOf(steps)
  const results: Map<string, StepResult> = await loadResults(pool, turn.parts.seal, due)
  const live = due.liveAt !== null
  const same = due.platformVersion === platform.version && sameShape(due.plan ?? [], plan)
  if (!same) {
    const sentBefore = due.sentAt !== null
    if (sentBefore) return ask(turn, due, { code: 'publishing.plan-changed' })
    const begin = { plan, platform_version: platform.version }
    if (!(await write(pool, turn.lane, due, { set: begin, forget: 'all' }))) return 'stop'
    results.clear()
  }
  return { due, platform, channel, frozen, steps, plan, network, results, begin: undefined, live, renewed: false }
}

/** The version as it goes out: texts, renditions and settings, with what stands for chance and clock. */
async function freeze(turn: Turn, due: Due, platform: Platform): Promise<Frozen | Trouble> {
  const own = due.version as unknown as OwnDraft
  const settings = platform.settings.safeParse(own.settings ?? {})
  if (!settings.success)
    return {
      code: 'post.setting',
      values: { setting: settings.error.issues[0]?.path.join('.') ?? '', why: settings.error.issues[0]?.message ?? '' },
    }
  const draft = effective(due.base as unknown as Draft, own)
  const ids = assetsOf(draft)
  const renditions =
    ids.length > 0 ? await loadRenditions(turn.parts.worker, due.workspaceId, ids) : new Map<string, Rendition>()
  const used = (media: MediaUse): Rendition[] => {
    const rendition = renditions.get(media.assetId)
    return rendition ? [{ ...rendition, alt: media.alt ?? rendition.alt }] : []
  }
  const [first = { text: '', media: [] }, ...rest] = draft.parts.map((part): Part => ({
    text: part.text,
    media: part.media.flatMap(used),
  }))
  const files = Object.fromEntries(
    Object.entries(draft.files).flatMap(([name, media]) => used(media).map((rendition) => [name, rendition])),
  )
  return {
    parts: [first, ...rest],
    settings: settings.data,
    ...(draft.firstComment === null ? {} : { firstComment: draft.firstComment }),
    ...(Object.keys(files).length > 0 ? { files } : {}),
    key: due.id,
    at: turn.parts.now(),
  }
}

/** What approval and evidence are bound to: the content, not the moment. */
export const hashOf = (frozen: Frozen): string =>
  createHash('sha256')
    .update(JSON.stringify([frozen.parts, frozen.settings, frozen.firstComment ?? null, frozen.files ?? null]))
    .digest('hex')

const violated = (finding: Violation) =>
  troubleOf({
    code: finding.problem,
    ...(finding.values ? { values: finding.values } : {}),
    ...(finding.field ? { field: finding.field } : {}),
  })

function overCap(platform: Platform, frozen: Frozen, due: Due): Json | undefined {
  const price = platform.price?.(frozen) ?? 0
  return due.priceCap !== null && price > due.priceCap
    ? troubleOf({ code: 'post.price-cap', values: { price: price.toFixed(3), cap: due.priceCap.toFixed(3) } })
    : undefined
}

/** Ends a publication that cannot be sent as it is. */
async function fail(turn: Turn, due: Due, problem: Json): Promise<After> {
  const { pool } = turn.parts.worker
  const begun = due.state === 'publishing' || (await write(pool, turn.lane, due, { set: { state: 'publishing' } }))
  const failed =
    begun &&
    (await write(
      pool,
      turn.lane,
      { ...due, state: 'publishing' },
      {
        set: { state: 'failed', reason: null, problem },
        wakeIn: null,
        ended: true,
        events: [{ kind: 'failed', data: problem }],
      },
    ))
  return failed ? 'away' : 'stop'
}
