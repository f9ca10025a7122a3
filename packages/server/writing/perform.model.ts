/** The stage of a run that asks a model. */
import { bareText, type Sibling } from './check/check.ts'
import type { CallDeps } from './model/call.ts'
import { modelsOf } from './model/provider.ts'
import { writeFamily } from './model/write.ts'
import { stored, suggest, type Drafted, type Work } from './perform.ts'
import type { PlainVersion } from './plain/all.ts'
import { version as promptVersion } from './prompts/write.v1.ts'
import type { Note } from './run.ts'
import { book, spentMicros } from './usage.store.ts'
import { changeRun, isCancelAsked, suggestionsOf } from './writing.store.ts'

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
