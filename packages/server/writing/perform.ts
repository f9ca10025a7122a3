/**
 * The stages of a run. What each did is stored before the next begins, so a run whose worker was killed goes on where it
 * stopped: sources that were read stay read, channels that have their version keep it.
 */
import { ProblemError } from '@posthorn/domain/problems.ts'
import { countWords } from '@posthorn/domain/text/words.ts'
import { bareText, type Sibling } from './check/check.ts'
import { outline as outlineOf, type Outline } from './claims.ts'
import { writeAll, type PlainResult, type PlainVersion } from './plain/all.ts'
import type { Target } from './plan.ts'
import { read } from './read/read.ts'
import type { Note, Run, RunEvent, Suggestion } from './run.ts'
import type { Source } from './source.ts'
import { failSource, findSource, saveSource } from './sources.store.ts'
import type { WritingDeps } from './deps.ts'
import { addSuggestion, appendEvent, saveClaims, suggestionsOf, type NewSuggestion } from './writing.store.ts'

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

export const stored = ({
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

export async function suggest(
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
