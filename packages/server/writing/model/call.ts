/** One question to a model, asked again only where that helps, every attempt booked. Prompts and answers are never logged. */
import { Output, streamText, type LanguageModelUsage } from 'ai'
import type { ProblemCode } from '@posthorn/domain/problems.ts'
import type { Prompt } from '../prompts/frame.ts'
import { element, elementsIn, longestAnswer, type Element } from './elements.ts'
import { failureOf, type Failure } from './failure.ts'
import type { Model } from './provider.ts'

/** One row of the ledger. It holds no text. */
export interface Usage {
  readonly provider: string
  readonly model: string
  readonly stage: string
  readonly inputTokens: number
  readonly outputTokens: number
  readonly cachedTokens: number
  readonly reasoningTokens: number
  readonly estimated: boolean
  readonly costMicros: number | null
  readonly startedAt: Date
  readonly endedAt: Date
  readonly outcome: string
}

export interface CallDeps {
  readonly models: readonly Model[]
  book(usage: Usage): Promise<void>
  /** May this much be spent? Asked before every attempt. */
  mayAsk(estimateMicros: number | null): Promise<boolean>
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>
  readonly signal?: AbortSignal
  readonly timeouts?: { readonly totalMs: number; readonly firstChunkMs: number; readonly chunkMs: number }
}

export interface Answer {
  readonly elements: readonly Element[]
  readonly model: string | null
  /** Why something is missing. */
  readonly problem?: { readonly code: ProblemCode; readonly values: Readonly<Record<string, string | number>> }
}

const mostAttempts = 3
/** A server that asks for a longer rest is left alone: the plain draft is there. */
const longestWaitMs = 15_000
/** No token is longer on average; what goes on beyond is not an answer. */
const charactersPerToken = 8
const cloud = { totalMs: 90_000, firstChunkMs: 20_000, chunkMs: 15_000 }
const local = { totalMs: 300_000, firstChunkMs: 90_000, chunkMs: 45_000 }

export interface Question {
  readonly stage: 'write' | 'repair'
  readonly prompt: Prompt
  /** How many elements are wanted. */
  readonly wanted: number
  readonly maxOutputTokens: number
  readonly seed: number
  /** Told while the answer comes in: whole elements so far, unchecked. */
  readonly onElements?: (elements: readonly Element[]) => void
}

export async function ask(question: Question, deps: CallDeps): Promise<Answer> {
  const signal = deps.signal ?? new AbortController().signal
  let last: Failure | undefined
  let structured = true
  let modelAt = 0
  let best: readonly Element[] = []
  for (let attempt = 0; attempt < mostAttempts && !signal.aborted; attempt += 1) {
    const model = deps.models[modelAt]
    if (model === undefined) break
    if (!(await deps.mayAsk(estimate(question, model))))
      return { elements: best, model: model.name, problem: { code: 'writer.budget-reached', values: {} } }
    const got = await attemptOnce(question, model, structured, deps, signal)
    if (got.elements.length > best.length) best = got.elements
    if (best.length >= question.wanted) return { elements: best.slice(0, question.wanted), model: model.name }
    last = got.failure ?? { code: 'writer.answer-unusable', retry: false }
    if (last.code === 'writer.refused' || last.code === 'writer.key-refused') break
    if (last.code === 'writer.answer-unusable' || last.code === 'writer.model-unknown') {
      // Some servers refuse or lose the asked-for format: once more in plain words, then the other model.
      if (structured && last.code === 'writer.answer-unusable') structured = false
      else modelAt += 1
      continue
    }
    if ((last.afterMs ?? 0) > longestWaitMs) break
    if (attempt > 0) modelAt = Math.min(modelAt + 1, deps.models.length - 1)
    await (deps.wait ?? pause)(last.afterMs ?? 500 * 2 ** attempt, signal)
  }
  return {
    elements: best,
    model: deps.models[0]?.name ?? null,
    problem: { code: last?.code ?? 'writer.provider-unreachable', values: last?.values ?? {} },
  }
}

interface Attempt {
  readonly elements: readonly Element[]
  readonly failure?: Failure
}

/**
 * Asks the server for the format and takes the answer as text: the SDK's own reader holds text back until it parses, and
 * gives up whole answers for one bad element.
 */
const asked = (wanted: number): ReturnType<typeof Output.text> => ({
  ...Output.text(),
  responseFormat: Output.array({ element, minItems: wanted, maxItems: wanted }).responseFormat,
})

async function attemptOnce(
  question: Question,
  model: Model,
  structured: boolean,
  deps: CallDeps,
  signal: AbortSignal,
): Promise<Attempt> {
  const { prompt, seed, wanted, maxOutputTokens, stage } = question
  const startedAt = new Date()
  let failure: Failure | undefined
  let text = ''
  let usage: LanguageModelUsage | undefined
  let finish = ''
  const fail = (error: unknown) => {
    failure ??= failureOf(error)
  }
  const stop = new AbortController()
  const result = streamText({
    model: model.model,
    instructions: prompt.instructions,
    messages: [{ role: 'user', content: structured ? prompt.content : `${prompt.content}\n\n${prompt.format}` }],
    ...(structured && { output: asked(wanted) }),
    maxOutputTokens,
    temperature: stage === 'write' ? 0.4 : 0.2,
    seed,
    maxRetries: 0,
    timeout: deps.timeouts ?? (model.isLocal ? local : cloud),
    abortSignal: AbortSignal.any([signal, stop.signal]),
    telemetry: { isEnabled: false },
    onError: ({ error }) => fail(error),
  })
  try {
    for await (const part of result.stream) {
      if (part.type === 'text-delta') {
        text += part.text
        if (part.text.includes('}')) question.onElements?.(elementsIn(text))
        if (text.length > Math.min(longestAnswer, maxOutputTokens * charactersPerToken)) break
      } else if (part.type === 'finish') {
        usage = part.totalUsage
        finish = part.finishReason
      } else if (part.type === 'error') fail(part.error)
      else if (part.type === 'abort') failure ??= { code: 'writer.provider-unreachable', retry: true }
    }
  } catch (error) {
    fail(error)
  } finally {
    // Whatever was not read is not paid for any longer.
    stop.abort()
  }
  const elements = elementsIn(text)
  if (finish === 'content-filter' && elements.length < wanted) failure = { code: 'writer.refused', retry: false }
  const outcome = elements.length >= wanted ? 'ok' : (failure?.code ?? 'writer.answer-unusable')
  await deps.book({
    ...counted(usage, question, text, model),
    provider: model.provider,
    model: model.name,
    stage,
    startedAt,
    endedAt: new Date(),
    outcome,
  })
  return { elements, ...(failure !== undefined && { failure }) }
}

/** What the provider says it counted, if that can be true; else our own estimate, marked as one. */
function counted(usage: LanguageModelUsage | undefined, question: Question, text: string, model: Model) {
  const ours = { input: tokens(question.prompt.instructions + question.prompt.content), output: tokens(text) }
  const isSane = (said: number | undefined, own: number): said is number =>
    said !== undefined && Number.isFinite(said) && said > 0 && said < own * 20 + 1000
  const saidInput = usage?.inputTokens
  const saidOutput = usage?.outputTokens
  const estimated =
    !isSane(saidInput, ours.input) || !(isSane(saidOutput, ours.output) || (saidOutput === 0 && text === ''))
  const inputTokens = estimated ? ours.input : saidInput
  const outputTokens = estimated ? ours.output : (saidOutput ?? 0)
  return {
    inputTokens,
    outputTokens,
    cachedTokens: estimated ? 0 : (usage?.inputTokenDetails.cacheReadTokens ?? 0),
    reasoningTokens: estimated ? 0 : (usage?.outputTokenDetails.reasoningTokens ?? 0),
    estimated,
    costMicros: costMicros(model, inputTokens, outputTokens),
  }
}

/** US$ per million tokens is micro-US$ per token. */
const costMicros = (model: Model, input: number, output: number): number | null =>
  model.price === undefined ? null : Math.ceil(input * model.price.input + output * model.price.output)

const estimate = (question: Question, model: Model): number | null =>
  costMicros(model, tokens(question.prompt.instructions + question.prompt.content), question.maxOutputTokens)

/** Characters a token holds, roughly; scripts without spaces hold less. */
export function tokens(text: string): number {
  const dense = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu)?.length ?? 0
  return Math.ceil((text.length - dense) / 3.2 + dense / 1.2)
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
  })
