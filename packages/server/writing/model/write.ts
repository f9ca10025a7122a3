/** A model's versions for one family of channels, each checked and repaired; what it cannot give stays the plain draft. */
import { problem, type ProblemCode } from '@posthorn/domain/problems.ts'
import { check, type CheckContext } from '../check/check.ts'
import type { Content } from '../content.ts'
import type { Plan } from '../plan.ts'
import { marksOf } from '../prompts/frame.ts'
import { repairPrompt } from '../prompts/repair.v1.ts'
import { aliasOf, writePrompt, type WriteInput } from '../prompts/write.v1.ts'
import { languageOf } from '../read/language.ts'
import { repair, type Repaired } from '../repair.ts'
import type { Source } from '../source.ts'
import { ask, type CallDeps } from './call.ts'
import type { Element } from './elements.ts'

export interface ModelVersion extends Repaired {
  readonly plan: Plan
  readonly model: string
  readonly used: readonly number[]
  readonly rounds: number
}
export interface FamilyResult {
  readonly versions: readonly ModelVersion[]
  /** Why some channel has none. */
  readonly problem?: { readonly code: ProblemCode; readonly values: Readonly<Record<string, string | number>> }
}

export interface FamilyInput extends Omit<WriteInput, 'marks' | 'text'> {
  readonly sources: readonly Source[]
  readonly runId: string
  readonly seed: number
  /** The plain draft of each plan: what a version falls back to, and where its tags and link come from. */
  readonly plain: ReadonlyMap<string, Content>
  context(plan: Plan): CheckContext
  onPartial?(plan: Plan, text: string): void
  /** Told before the next version is checked, so that siblings can be compared. */
  onFinished?(version: ModelVersion): void
}

const mostRepairs = 2
const tokensPerChannel = 900

export async function writeFamily(input: FamilyInput, deps: CallDeps): Promise<FamilyResult> {
  const marks = marksOf(input.runId, input.seed)
  const text = input.sources.map((source) => source.text).join('\n\n')
  const answer = await ask(
    {
      stage: 'write',
      prompt: writePrompt({ ...input, text, marks }),
      wanted: input.plans.length,
      maxOutputTokens: tokensPerChannel * input.plans.length,
      seed: input.seed,
      onElements: (elements) => {
        const last = elements.at(-1)
        const plan = last && input.plans[Number(last.channel.slice(1)) - 1]
        if (last && plan) input.onPartial?.(plan, last.parts.join('\n\n').slice(0, plan.max * 2))
      },
    },
    deps,
  )
  const versions: ModelVersion[] = []
  for (const [index, plan] of input.plans.entries()) {
    const found = answer.elements.find((each) => each.channel === aliasOf(index))
    if (found === undefined) continue
    const version = await finish(found, plan, input, { marks, deps, model: answer.model ?? '' })
    if (version === undefined) continue
    versions.push(version)
    input.onFinished?.(version)
  }
  if (versions.length === input.plans.length) return { versions }
  return { versions, problem: answer.problem ?? { code: 'writer.answer-unusable', values: {} } }
}

interface Finishing {
  readonly marks: ReturnType<typeof marksOf>
  readonly deps: CallDeps
  readonly model: string
}

/** Checks and at most two repairs by the model; then code cuts. Nothing if the text lost its lead or its language. */
async function finish(
  from: Element,
  plan: Plan,
  input: FamilyInput,
  { marks, deps, model }: Finishing,
): Promise<ModelVersion | undefined> {
  const context: CheckContext = { ...input.context(plan), canary: marks.canary }
  let content = contentOf(from, plan, input, marks.mark)
  // Whoever repeats the reference word follows the page and not us: nothing of it is kept.
  if (JSON.stringify(from).includes(marks.canary)) return undefined
  let rounds = 0
  for (; rounds < mostRepairs; rounds += 1) {
    const { state, findings } = check(content, context)
    if (
      state !== 'blocked' ||
      !findings.some((finding) => finding.level === 'block' && finding.code !== 'writer.near-copy')
    )
      break
    if (isCurable(findings.map((finding) => finding.fix))) break
    const prompt = repairPrompt(content, findings, { plan, sources: input.sources, marks })
    const answer = await ask(
      { stage: 'repair', prompt, wanted: 1, maxOutputTokens: tokensPerChannel, seed: input.seed },
      { ...deps, models: deps.models.slice(0, 1) },
    )
    const [better] = answer.elements
    if (better === undefined || JSON.stringify(better).includes(marks.canary)) break
    content = contentOf(
      { ...better, hashtags: content.hashtags.slice(), hooks: content.hooks.slice() },
      plan,
      input,
      marks.mark,
    )
  }
  const repaired = repair(content, context)
  if (
    repaired.state === 'blocked' ||
    repaired.lostLead ||
    !(await speaks(repaired.content.parts.join('\n'), plan.language))
  )
    return undefined
  return { ...repaired, plan, model, rounds, used: usedOf(from) }
}

/** Every finding only asks to take out an address or a tag: code does that without another call. */
const isCurable = (fixes: readonly (string | undefined)[]): boolean =>
  fixes.length > 0 && fixes.every((fix) => fix === 'remove')

/** Too short to tell is taken for right. */
const tellable = 60
async function speaks(text: string, language: string): Promise<boolean> {
  if (text.length < tellable) return true
  const found = await languageOf(text, { page: language })
  return found.code === language
}

const usedOf = (from: Element): number[] => [
  ...new Set(from.used.flatMap((fact) => (/^F\d{1,3}$/.test(fact) ? [Number(fact.slice(1)) - 1] : []))),
]

/** Link and card come from the plan, never from the model; its own placeholder only says where it would have put one. */
function contentOf(from: Element, plan: Plan, { plain }: FamilyInput, mark: string): Content {
  const fallback = plain.get(plan.channelId)
  if (fallback === undefined) throw problem('system.broken')
  const tidy = (text: string): string =>
    text
      .replaceAll(mark, ' ')
      .replace(/[^\S\n]*\{LINK\}[^\S\n]*/g, ' ')
      .trim()
  const parts = from.parts.map(tidy).filter(Boolean)
  const [first = '', ...more] = plan.parts > 1 ? parts.slice(0, plan.parts) : [parts.join('\n\n')]
  return {
    ...fallback,
    parts: [first, ...more],
    hashtags: from.hashtags.map((tag) => tag.replace(/^#/, '').replace(/[^\p{L}\p{M}\p{N}_]/gu, '')).filter(Boolean),
    firstComment: '',
    hooks: from.hooks.map(tidy).filter(Boolean).slice(0, 3),
  }
}
