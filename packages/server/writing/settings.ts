/** The writer's settings of the operator; a workspace may have its own provider beside them. */
import { z } from 'zod'
import type { SettingsTable } from '../settings.ts'

const hosts = z.string().transform((value) =>
  value
    .split(',')
    .map((host) => host.trim().toLowerCase())
    .filter(Boolean),
)
const price = z
  .string()
  .regex(/^\d+(?:\.\d+)?,\d+(?:\.\d+)?$/, 'must be two numbers with a comma between them, like 0.15,0.60')
  .transform((value) => {
    const [input = '0', output = '0'] = value.split(',')
    return { input: Number(input), output: Number(output) }
  })

export const writingSettings = {
  provider: {
    env: 'WRITER_PROVIDER',
    read: z.enum(['none', 'openai', 'anthropic', 'google', 'compatible']),
    fallback: 'none',
    says: 'Who rewrites drafts: none (plain drafts only), openai, anthropic, google, or compatible for Ollama, vLLM, llama.cpp and gateways.',
  },
  model: {
    env: 'WRITER_MODEL',
    read: z.string().min(1).optional(),
    fallback: undefined,
    says: 'The model’s name at the provider. There is no default: it decides quality and price.',
  },
  apiKey: {
    env: 'WRITER_API_KEY',
    read: z.string().min(1).optional(),
    fallback: undefined,
    says: 'The key of the provider. Local servers mostly need none.',
    secret: true,
  },
  baseUrl: {
    env: 'WRITER_BASE_URL',
    read: z.url({ protocol: /^https?$/ }).optional(),
    fallback: undefined,
    says: 'Where an OpenAI-compatible server answers, with its /v1.',
  },
  fallbackModel: {
    env: 'WRITER_FALLBACK_MODEL',
    read: z.string().min(1).optional(),
    fallback: undefined,
    says: 'A second model, asked once when the first does not answer.',
  },
  price: {
    env: 'WRITER_PRICE',
    read: price.optional(),
    fallback: undefined,
    says: 'US$ for a million tokens, input and output: 0.15,0.60. Unset: the price is shown as unknown. Own hardware: 0,0.',
  },
  monthlyCapUsd: {
    env: 'WRITER_MONTHLY_CAP_USD',
    read: z.coerce.number().nonnegative().optional(),
    fallback: undefined,
    says: 'Most US$ a workspace may spend on the provider in a calendar month (UTC). Needs WRITER_PRICE.',
  },
  privateHosts: {
    env: 'WRITER_PRIVATE_HOSTS',
    read: hosts,
    fallback: [],
    says: 'Names of local model servers the writer may reach, with commas between them.',
  },
} as const satisfies SettingsTable

export interface WriterSettings {
  readonly provider: 'none' | 'openai' | 'anthropic' | 'google' | 'compatible'
  readonly model?: string | undefined
  readonly apiKey?: string | undefined
  readonly baseUrl?: string | undefined
  readonly fallbackModel?: string | undefined
  readonly price?: { readonly input: number; readonly output: number } | undefined
  readonly monthlyCapUsd?: number | undefined
  readonly privateHosts?: readonly string[] | undefined
}
