/** The four kinds of provider behind one type. Every request goes through the fetch that is passed in: the guarded door. */
import { createAnthropic } from '@ai-sdk/anthropic'
import { createGoogle } from '@ai-sdk/google'
import { createOpenAI } from '@ai-sdk/openai'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import type { LanguageModel } from 'ai'
import type { WriterSettings } from '../settings.ts'

export type Fetch = typeof globalThis.fetch

/** A model ready to be asked. */
export interface Model {
  readonly provider: string
  readonly name: string
  readonly model: LanguageModel
  /** A local model thinks longer than one in a data centre. */
  readonly isLocal: boolean
  readonly price: { readonly input: number; readonly output: number } | undefined
}

/** The models to ask, best first; none where no provider is set. */
export function modelsOf(settings: WriterSettings, fetch: Fetch): Model[] {
  const { provider, model, fallbackModel } = settings
  if (provider === 'none') return []
  return [model, fallbackModel].flatMap((name) => (name === undefined ? [] : [made(settings, name, fetch)]))
}

function made(settings: WriterSettings, name: string, fetch: Fetch): Model {
  const { provider, apiKey, baseUrl, price, privateHosts = [] } = settings
  const host = baseUrl === undefined ? '' : new URL(baseUrl).hostname.toLowerCase()
  const isLocal = privateHosts.includes(host) || /^(?:localhost|127\.|\[::1\])/.test(host)
  return { provider, name, model: languageModel(), isLocal, price }

  function languageModel(): LanguageModel {
    const options = {
      fetch,
      ...(apiKey !== undefined && { apiKey }),
      ...(baseUrl !== undefined && { baseURL: baseUrl }),
    }
    if (provider === 'openai') return createOpenAI(options)(name)
    if (provider === 'anthropic') return createAnthropic(options)(name)
    if (provider === 'google') return createGoogle(options)(name)
    return createOpenAICompatible({
      name: 'compatible',
      baseURL: baseUrl ?? 'http://localhost:11434/v1',
      includeUsage: true,
      supportsStructuredOutputs: true,
      fetch,
      ...(apiKey !== undefined && { apiKey }),
    })(name)
  }
}
