/** The writer's use cases. It suggests and never publishes: accepting hands a composed version to whoever keeps posts. */
import { randomInt } from 'node:crypto'
import { problem } from '@posthorn/domain/problems.ts'
import type { Version } from '@posthorn/platforms/interface'
import { toVersion } from './content.ts'
import { draftPlain, noteOf, outlined, readSources, workOn, type Work } from './perform.ts'
import { writeWithModel } from './perform.model.ts'
import type { WritingDeps } from './deps.ts'
import { planFor, type RunOptions, type Target } from './plan.ts'
import { isOver, type Note, type Run, type RunEvent, type RunState, type StoredClaim, type Suggestion } from './run.ts'
import type { SourceInput } from './source.ts'
import { findSource, insertSource, type StoredSource } from './sources.store.ts'
import { plainVoice } from './voice.ts'
import {
  askCancel,
  changeRun,
  claimsOf,
  eventsAfter,
  findRun,
  findVoice,
  insertRun,
  isCancelAsked,
  listRuns,
  markAccepted,
  suggestionsOf,
} from './writing.store.ts'

export type { WritingDeps } from './deps.ts'

const mostSources = 5
const mostChannels = 24

export interface StartInput {
  readonly workspaceId: string
  readonly sources: readonly SourceInput[]
  readonly brief?: string
  readonly channelIds: readonly string[]
  readonly voiceId?: string
  readonly options?: RunOptions
  readonly by: string | null
}

/** Stores what was asked; a job calls `performRun` with the id. A brief alone is enough of a source. */
export async function startRun(deps: WritingDeps, input: StartInput): Promise<{ readonly id: string }> {
  const { workspaceId, channelIds, brief = '', options = {}, by } = input
  const unique = [...new Set(channelIds)]
  if (unique.length === 0) throw problem('post.no-channels')
  if (unique.length > mostChannels)
    throw problem('post.limit', { what: 'channels', count: unique.length, max: mostChannels })
  if (input.sources.length > mostSources)
    throw problem('post.limit', { what: 'sources', count: input.sources.length, max: mostSources })
  if (input.sources.length === 0 && brief.trim() === '') throw problem('source.too-thin', { words: 0 })
  const known = await deps.targets(workspaceId, unique)
  if (known.length < unique.length) throw problem('post.channel-foreign')
  const sources: readonly SourceInput[] = input.sources.length > 0 ? input.sources : [{ kind: 'text', text: brief }]
  return deps.database.inWorkspace(workspaceId, async (trx) => {
    const sourceIds: string[] = []
    for (const source of sources) sourceIds.push(await insertSource(trx, workspaceId, source))
    const voice = input.voiceId === undefined ? undefined : await findVoice(trx, input.voiceId)
    if (input.voiceId !== undefined && voice === undefined) throw problem('access.not-here')
    const id = await insertRun(trx, {
      workspaceId,
      sourceIds,
      brief,
      channelIds: unique,
      voiceId: input.voiceId ?? null,
      voice: voice?.rules ?? plainVoice,
      voiceVersion: voice?.version ?? null,
      options,
      seed: randomInt(2 ** 31 - 1),
      createdBy: by,
    })
    return { id }
  })
}

export interface RunRef {
  readonly workspaceId: string
  readonly runId: string
}

/** Brings a run to its end from wherever it stands. Safe to call again after a crash. */
export async function performRun(
  deps: WritingDeps,
  { workspaceId, runId }: RunRef,
  signal?: AbortSignal,
): Promise<RunState> {
  const run = await needRun(deps, { workspaceId, runId })
  if (isOver(run.state)) return run.state
  const work = workOn(deps, workspaceId, run)
  const timings: Record<string, number> = {}
  const stage = async <T>(state: RunState, act: () => Promise<T>): Promise<T> => {
    if (await deps.database.inWorkspace(workspaceId, (trx) => isCancelAsked(trx, runId))) throw new Cancelled()
    await deps.database.inWorkspace(workspaceId, (trx) => changeRun(trx, runId, { state, timings }))
    await work.tell({ kind: 'run.state', state })
    const from = performance.now()
    const result = await act()
    timings[state] = Math.round(performance.now() - from)
    return result
  }
  try {
    const got = await stage('reading', () => readSources(work))
    if (got.sources.length === 0)
      return await end(work, 'failed', {
        problem: got.notes[0] ?? { code: 'source.unreachable', values: { host: '', words: '' } },
        timings,
      })
    const outline = await stage('outlining', () => outlined(work, got.ids, got.sources))
    const drafted = await stage('writing', () => draftPlain(work, got.sources, outline))
    const byModel =
      run.options.again?.otherLead === true ? [] : await stage('checking', () => writeWithModel(work, drafted, signal))
    const left = drafted.plain.leftOut.map((channelId): Note => ({
      code: 'writer.no-other-lead',
      values: {},
      channelId,
    }))
    if (await deps.database.inWorkspace(workspaceId, (trx) => isCancelAsked(trx, runId))) throw new Cancelled()
    return await end(work, undefined, { notes: [...got.notes, ...left, ...byModel], timings })
  } catch (error) {
    if (error instanceof Cancelled) return end(work, 'cancelled', { timings })
    return end(work, 'failed', { problem: noteOf(error), timings })
  }
}

class Cancelled extends Error {
  override readonly name = 'Cancelled'
}

interface Ending {
  readonly notes?: readonly Note[]
  readonly problem?: Note
  readonly timings: object
}
/** Without a state given, the suggestions decide it. */
async function end(
  { deps, workspaceId, run, tell, now }: Work,
  state: RunState | undefined,
  { notes = [], problem: why, timings }: Ending,
): Promise<RunState> {
  const ended = await deps.database.inWorkspace(workspaceId, async (trx) => {
    const all = await suggestionsOf(trx, run.id)
    const current = all.filter((each) => each.current)
    const hasWarnings = notes.length > 0 || current.some((each) => each.state !== 'ok')
    const final = state ?? (current.length === 0 ? 'failed' : hasWarnings ? 'done_with_warnings' : 'done')
    const { again: _, ...options } = run.options
    const cause =
      why ?? (final === 'failed' ? (notes[0] ?? { code: 'source.too-thin', values: { words: 0 } }) : undefined)
    await changeRun(trx, run.id, {
      state: final,
      notes,
      timings,
      options,
      endedAt: now(),
      ...(cause !== undefined && { problem: cause }),
    })
    return final
  })
  for (const note of why === undefined ? notes : [why, ...notes]) await tell({ kind: 'problem', ...note })
  await tell({ kind: 'run.done', state: ended })
  return ended
}

/** What came so far stays. Nothing to cancel is no error. */
export const cancelRun = (deps: WritingDeps, { workspaceId, runId }: RunRef): Promise<void> =>
  deps.database.inWorkspace(workspaceId, async (trx) => {
    await askCancel(trx, runId)
  })

/** Another lead, or another try with an instruction. The run is queued again: a job calls `performRun`. */
export async function retryRun(
  deps: WritingDeps,
  {
    workspaceId,
    runId,
    channelIds,
    lead,
    instruction = '',
  }: RunRef & { readonly channelIds?: readonly string[]; readonly lead?: 'other'; readonly instruction?: string },
): Promise<void> {
  const run = await needRun(deps, { workspaceId, runId })
  if (!isOver(run.state)) throw problem('writer.run-busy')
  const wanted = channelIds === undefined ? run.channelIds : run.channelIds.filter((id) => channelIds.includes(id))
  if (wanted.length === 0) throw problem('post.channel-foreign')
  const again = { channelIds: wanted, otherLead: lead === 'other' || deps.settings.provider === 'none', instruction }
  await deps.database.inWorkspace(workspaceId, (trx) =>
    changeRun(trx, runId, {
      state: 'queued',
      options: { ...run.options, again },
      problem: null,
      notes: [],
      cancelAsked: false,
      endedAt: null,
    }),
  )
}

export interface AcceptedVersion {
  readonly suggestionId: string
  readonly channelId: string
  readonly parts: readonly string[]
  readonly firstComment?: string
  readonly settings: object
  /** The link of the version and where it stands; a card's picture is fetched by whoever keeps the post. */
  readonly link: { readonly url: string; readonly place: 'text' | 'card' | 'comment'; readonly title: string } | null
  readonly disclosure: string
}

/** Suggestions as composed versions, ready to be stored as a draft; blocked ones are refused. */
export async function acceptSuggestions(
  deps: WritingDeps,
  { workspaceId, runId, suggestionIds }: RunRef & { readonly suggestionIds: readonly string[] },
): Promise<readonly AcceptedVersion[]> {
  const { run, suggestions } = await readRun(deps, { workspaceId, runId })
  const chosen = suggestions.filter((each) => suggestionIds.includes(each.id))
  if (chosen.length === 0 || chosen.length < new Set(suggestionIds).size) throw problem('access.not-here')
  const blocked = chosen.find((each) => each.state === 'blocked')
  if (blocked)
    throw problem(
      'post.violations',
      {},
      {
        details: blocked.findings.map(({ code, values, level }) => ({
          code,
          says: code,
          values,
          blocks: level === 'block',
        })),
      },
    )
  const targets = await deps.targets(
    workspaceId,
    chosen.map((each) => each.channelId),
  )
  const accepted = chosen.flatMap((suggestion) => {
    const target = targets.find((each) => each.channel.id === suggestion.channelId)
    return target === undefined ? [] : [composed(suggestion, target, run)]
  })
  if (accepted.length < chosen.length) throw problem('post.channel-foreign')
  await deps.database.inWorkspace(workspaceId, (trx) => markAccepted(trx, suggestionIds))
  return accepted
}

function composed(suggestion: Suggestion, target: Target, run: Run): AcceptedVersion {
  const outline = { language: 'und', title: '', site: null, publishedAt: null, claims: [], brief: '' }
  const plan = planFor(target, {
    outline,
    link: suggestion.content.link?.url ?? null,
    options: run.options,
    voice: run.voice,
  })
  const version: Version = toVersion(suggestion.content, plan, target.composer)
  return {
    suggestionId: suggestion.id,
    channelId: suggestion.channelId,
    parts: version.parts.map((part) => part.text),
    ...(version.firstComment !== undefined && { firstComment: version.firstComment }),
    settings: version.settings,
    link: suggestion.content.link,
    disclosure: run.voice.disclosure,
  }
}

export interface RunView {
  readonly run: Run
  readonly suggestions: readonly Suggestion[]
  readonly claims: readonly StoredClaim[]
}
export const readRun = (deps: WritingDeps, { workspaceId, runId }: RunRef): Promise<RunView> =>
  deps.database.inWorkspace(workspaceId, async (trx) => {
    const run = await findRun(trx, runId)
    if (run === undefined) throw problem('access.not-here')
    return { run, suggestions: await suggestionsOf(trx, runId), claims: await claimsOf(trx, runId) }
  })

export const readRuns = (
  deps: WritingDeps,
  {
    workspaceId,
    before,
    limit = 50,
  }: { readonly workspaceId: string; readonly before?: string; readonly limit?: number },
): Promise<readonly Run[]> =>
  deps.database.inWorkspace(workspaceId, (trx) => listRuns(trx, { limit, ...(before !== undefined && { before }) }))

/** Everything that happened after the event with this number. */
export const readEvents = (
  deps: WritingDeps,
  { workspaceId, runId, after }: RunRef & { readonly after: number },
): Promise<readonly (RunEvent & { readonly seq: number })[]> =>
  deps.database.inWorkspace(workspaceId, (trx) => eventsAfter(trx, runId, after))

export const readSource = (
  deps: WritingDeps,
  { workspaceId, sourceId }: { readonly workspaceId: string; readonly sourceId: string },
): Promise<StoredSource> =>
  deps.database.inWorkspace(workspaceId, async (trx) => {
    const source = await findSource(trx, sourceId)
    if (source === undefined) throw problem('access.not-here')
    return source
  })

async function needRun(deps: WritingDeps, { workspaceId, runId }: RunRef): Promise<Run> {
  const run = await deps.database.inWorkspace(workspaceId, (trx) => findRun(trx, runId))
  if (run === undefined) throw problem('access.not-here')
  return run
}
