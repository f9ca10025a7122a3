/**
 * The stages of a run. What each did is stored before the next begins, so a run whose worker was killed goes on where it
 * stopped: sources that were read stay read, channels that have their version keep it.
 */
import { ProblemError } from '@posthorn/domain/problems.ts'
import { countWords } from '@posthorn/domain/text/words.ts'
import { bareText, type Sibling } from './check/check.ts'
import { outline as outlineOf, type Outline } from './claims.ts'
import type { CallDeps } from './model/call.ts'
import { modelsOf } from './model/provider.ts'
import { writeFamily } from './model/write.ts'
import { writeAll, type PlainResult, type PlainVersion } from './plain/all.ts'
import type { Target } from './plan.ts'
import { version as promptVersion } from './prompts/write.v1.ts'
import { read } from './read/read.ts'
import type { Note, Run, RunEvent, Suggestion } from './run.ts'
import type { Source } from './source.ts'
import { failSource, findSource, saveSource } from './sources.store.ts'
import { book, spentMicros } from './usage.store.ts'
import type { WritingDeps } from './writing.ts'
import {
  addSuggestion,
  appendEvent,
  changeRun,
  isCancelAsked,
  saveClaims,
  suggestionsOf,
  type NewSuggestion,
} from './writing.store.ts'

/** A run and the hands it works with. */
export interface Work {
  readonly deps: WritingDeps
  readonly workspaceId: string
  readonly run: Run
  readonly now: () => Date
  readonly tell: (event: RunEvent) => Promise<void>
}

export function workOn(deps: WritingDeps, workspaceId: string, run: Run): Work {
  return {
    deps,
    workspaceId,
    run,
    now: deps.now ?? (() => new Date()),
    tell: async (event) => {
      const seq = await deps.database.inWorkspace(workspaceId, (trx) => appendEvent(trx, workspaceId, run.id, event))
      deps.emit?.({ ...event, seq })
    },
  }
}

/** Reads what was not read yet. A source that fails fails the run only if nothing else is left to write from. */
export async function readSources({
  deps,
  workspaceId,
  run,
  tell,
}: Work): Promise<{ readonly ids: string[]; readonly sources: Source[]; readonly notes: Note[] }> {
  const ids: string[] = []
  const sources: Source[] = []
  const notes: Note[] = []
  const within = deps.database.inWorkspace
  for (const id of run.sourceIds) {
    let stored = await within(workspaceId, (trx) => findSource(trx, id))
    if (stored?.state === 'waiting') {
      try {
        const source = await read(stored.input, { door: deps.door, brief: run.brief })
        await within(workspaceId, (trx) => saveSource(trx, id, source))
        await tell({
          kind: 'source.read',
          sourceId: id,
          title: source.title,
          words: countWords(source.text),
          language: source.language.code,
          access: source.access,
          warnings: source.warnings,
        })
        stored = { id, state: 'read', source }
      } catch (error) {
        const problem = noteOf(error)
        await within(workspaceId, (trx) => failSource(trx, id, problem))
        stored = { id, state: 'failed', problem }
      }
    }
    if (stored?.state === 'read') {
      ids.push(id)
      sources.push(stored.source)
    } else if (stored?.state === 'failed') notes.push(stored.problem)
  }
  return { ids, sources, notes }
}

export const noteOf = (error: unknown): Note => {
  if (error instanceof ProblemError) return { code: error.code, values: error.values }
  throw error
}

export async function outlined(
  { deps, workspaceId, run, tell }: Work,
  ids: readonly string[],
  sources: readonly Source[],
): Promise<Outline> {
  const { language } = run.options
  const made = outlineOf(sources, { brief: run.brief, ...(language !== undefined && { language }) })
  const claims = made.claims.flatMap((claim) => {
    const sourceId = ids[claim.source]
    return sourceId === undefined ? [] : [{ ...claim, sourceId }]
  })
  await deps.database.inWorkspace(workspaceId, (trx) => saveClaims(trx, workspaceId, run.id, claims))
  await tell({ kind: 'claims.ready', count: claims.length })
  return made
}

export interface Drafted {
  readonly outline: Outline
  readonly sources: readonly Source[]
  readonly targets: readonly Target[]
  readonly plain: PlainResult
}

/** The plain drafts, before any model is asked: whatever happens next, there is something to use. */
export async function draftPlain(work: Work, sources: readonly Source[], outline: Outline): Promise<Drafted> {
  const { deps, workspaceId, run, now } = work
  const before = await deps.database.inWorkspace(workspaceId, (trx) => suggestionsOf(trx, run.id))
  const wanted = run.options.again?.channelIds ?? run.channelIds
  const found = await deps.targets(workspaceId, wanted)
  const targets = wanted.flatMap((id) => found.filter((target) => target.channel.id === id))
  const isBuiltIn = (id: string) => (suggestion: Suggestion) =>
    suggestion.channelId === id && suggestion.writer === 'built_in'
  const leads = new Map(
    wanted.map((id) => [id, run.options.again?.otherLead === true ? before.filter(isBuiltIn(id)).length : 0]),
  )
  const { language: _, ...options } = run.options
  const plain = writeAll({
    sources,
    outline,
    targets,
    link: sources.find((source) => source.canonicalUrl !== null)?.canonicalUrl ?? null,
    options: run.options.language === undefined ? options : run.options,
    voice: run.voice,
    now: now(),
    leads,
    siblings: siblingsFrom(
      before.filter((each) => each.current && !wanted.includes(each.channelId)),
      found,
    ),
  })
  const again = run.options.again !== undefined
  for (const version of plain.versions) {
    const id = version.target.channel.id
    // A second pass after a crash finds the draft of the first.
    if (!again && before.some(isBuiltIn(id))) continue
    if (run.options.again && !run.options.again.otherLead) continue
    await suggest(work, 'suggestion.plain', { ...stored(version), channelId: id, writer: 'built_in' })
  }
  return { outline, sources, targets, plain }
}

const stored = ({
  content,
  used,
  evidence,
  findings,
  state,
}: Pick<PlainVersion, 'content' | 'used' | 'evidence' | 'findings' | 'state'>) => ({
  content,
  used,
  evidence,
  findings,
  state,
})

const siblingsFrom = (suggestions: readonly Suggestion[], targets: readonly Target[]): Sibling[] =>
  suggestions.map((each) => ({
    channelId: each.channelId,
    platform: targets.find((target) => target.channel.id === each.channelId)?.platform ?? '',
    text: bareText(each.content),
  }))

async function suggest(
  { deps, workspaceId, run, tell }: Work,
  kind: 'suggestion.plain' | 'suggestion.checked',
  suggestion: NewSuggestion,
): Promise<void> {
  const id = await deps.database.inWorkspace(workspaceId, (trx) => addSuggestion(trx, workspaceId, run.id, suggestion))
  await tell({
    kind,
    channelId: suggestion.channelId,
    suggestionId: id,
    state: suggestion.state,
    writer: suggestion.writer,
  })
}

/** How often a run at a provider looks whether a person stopped it. */
const lookEveryMs = 1000

/** The model's versions, families side by side. Returns why some channel kept its plain draft. */
export async function writeWithModel(
  work: Work,
  { outline, sources, plain }: Drafted,
  outside: AbortSignal | undefined,
): Promise<Note[]> {
  const { deps, workspaceId, run, tell, now } = work
  const models = modelsOf(deps.settings, deps.fetch)
  const [first] = models
  if (first === undefined) return []
  const stop = new AbortController()
  const signal = outside === undefined ? stop.signal : AbortSignal.any([stop.signal, outside])
  const looking = setInterval(() => {
    deps.database
      .inWorkspace(workspaceId, (trx) => isCancelAsked(trx, run.id))
      .then(
        (asked) => asked && stop.abort(),
        () => undefined,
      )
  }, lookEveryMs)
  const calls: CallDeps = {
    models,
    signal,
    ...(deps.wait !== undefined && { wait: deps.wait }),
    ...(deps.timeouts !== undefined && { timeouts: deps.timeouts }),
    mayAsk: (estimate) => mayAsk(work, estimate),
    book: async (usage) => {
      const sum = await deps.database.inWorkspace(workspaceId, (trx) => book(trx, workspaceId, run.id, usage))
      await tell({ kind: 'usage', ...sum })
    },
  }
  await deps.database.inWorkspace(workspaceId, (trx) =>
    changeRun(trx, run.id, { writer: first.provider, model: first.name, promptVersion }),
  )
  const before = await deps.database.inWorkspace(workspaceId, (trx) => suggestionsOf(trx, run.id))
  const isDone = (id: string) =>
    run.options.again === undefined && before.some((each) => each.channelId === id && each.writer !== 'built_in')
  const todo = plain.versions.filter((version) => !isDone(version.target.channel.id))
  const families = Map.groupBy(todo, (version) => version.plan.family)
  const siblings: Sibling[] = []
  try {
    const notes = await Promise.all([...families.values()].map((versions) => oneFamily(versions)))
    return notes.flat()
  } finally {
    clearInterval(looking)
  }

  async function oneFamily(versions: readonly PlainVersion[]): Promise<Note[]> {
    const target = (channelId: string) => versions.find((version) => version.target.channel.id === channelId)?.target
    const result = await writeFamily(
      {
        outline,
        sources,
        plans: versions.map((version) => version.plan),
        voice: run.voice,
        runId: run.id,
        seed: run.seed,
        plain: new Map(versions.map((version) => [version.target.channel.id, version.content])),
        ...(run.options.again !== undefined && { instruction: run.options.again.instruction }),
        ...(run.options.goal !== undefined && { goal: run.options.goal }),
        onPartial: (plan, text) => deps.emit?.({ kind: 'suggestion.partial', channelId: plan.channelId, text }),
        context: (plan) => {
          const own = target(plan.channelId)
          if (own === undefined) throw new TypeError('a plan without its channel')
          return {
            plan,
            composer: own.composer,
            channel: own.channel,
            grounds: plain.grounds,
            voice: run.voice,
            siblings,
            now: now(),
            ...(run.options.scheduledFor !== undefined && { scheduledFor: run.options.scheduledFor }),
          }
        },
        onFinished: (version) =>
          siblings.push({
            channelId: version.plan.channelId,
            platform: version.plan.platform,
            text: bareText(version.content),
          }),
      },
      calls,
    )
    for (const version of result.versions) {
      await suggest(work, 'suggestion.checked', {
        ...stored(version),
        channelId: version.plan.channelId,
        writer: `${first?.provider} ${version.model}`,
      })
    }
    const missing = versions.filter(
      (each) => !result.versions.some((version) => version.plan.channelId === each.target.channel.id),
    )
    return result.problem === undefined
      ? []
      : missing.map((each) => ({
          ...(result.problem ?? { code: 'writer.answer-unusable', values: {} }),
          channelId: each.target.channel.id,
        }))
  }
}

/** A cap can only be kept where there is a price to count with. */
async function mayAsk({ deps, workspaceId, now }: Work, estimate: number | null): Promise<boolean> {
  const cap = deps.settings.monthlyCapUsd
  if (cap === undefined) return true
  if (estimate === null) return false
  const spent = await deps.database.inWorkspace(workspaceId, (trx) => spentMicros(trx, now()))
  return spent + estimate <= cap * 1e6
}
