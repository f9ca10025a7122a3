import { z } from 'zod'
import {
  definePlatform,
  type Call,
  type Failure,
  type Found,
  type OnceStep,
  type Platform,
  type Reply,
  type Step,
  type Verdict,
  type Wire,
} from '@posthorn/platforms/interface'
import { CallFailed, type Network } from '../work.ts'

const fact = { on: '2026-11-25', source: 'made up', sure: true }

/** What the made-up network does with the next request, or with the next look. */
export interface Script {
  once: ((wire: Wire) => Reply | 'lost' | 'unsent' | Promise<Reply>)[]
  find: (() => Found | 'down' | 'busy')[]
  free: (() => Reply | 'lost' | Promise<Reply>)[]
  classify?: (failure: Failure) => Verdict | undefined
  renew: ('renewed' | 'reconnect' | 'later')[]
  look: [number, ...number[]]
  resend: boolean
  replay?: OnceStep['replay']
  /** A free step before each part, as an upload would be. */
  uploads: boolean
  comment: boolean
  /** The request only hands it in; a free step afterwards sees it appear. */
  processes: boolean
  version: number
}

export const newScript = (): Script => ({
  once: [],
  find: [],
  free: [],
  renew: [],
  look: [0, 0],
  resend: false,
  uploads: false,
  comment: false,
  processes: false,
  version: 1,
})

/** A network that exists in this test only: each part is one irrevocable request, and what it answers is scripted. */
export function chirp(script: Script): Platform {
  const part = (text: string, n: number): Step[] => [
    ...(script.uploads
      ? [
          {
            name: `upload:${n}`,
            for: 'post' as const,
            repeat: 'freely' as const,
            run: async (call: Call) => ({
              is: 'done' as const,
              value: (await call.send({ method: 'POST', url: 'https://chirp.example/upload', as: 'channel' })).status,
            }),
          },
        ]
      : []),
    once(`part:${n}`, 'post', text),
    ...(script.processes ? [shown(n)] : []),
  ]
  const shown = (n: number): Step => ({
    name: `shown:${n}`,
    for: 'post',
    repeat: 'freely',
    async run(call) {
      const { status } = await call.send({ method: 'GET', url: 'https://chirp.example/shown', as: 'channel' })
      return status === 202
        ? { is: 'wait', seconds: 600 }
        : { is: 'live', remote: { id: 'shown', url: 'https://chirp.example/shown', at: 'public' } }
    },
  })
  const once = (name: string, forWhat: 'post' | 'extra', text: string): Step => ({
    name,
    for: forWhat,
    repeat: 'never',
    look: script.look,
    resend: script.resend,
    ...(script.replay ? { replay: script.replay } : {}),
    request: () => ({
      method: 'POST',
      url: 'https://chirp.example/posts',
      as: 'channel',
      body: { is: 'json', value: { text } },
    }),
    read: ({ body }) => {
      const { id } = body as { id?: string }
      if (!id) throw new Error('no id')
      return forWhat === 'post' && !script.processes
        ? { is: 'live', remote: { id, url: `https://chirp.example/${id}`, at: 'public' } }
        : { is: 'done', value: id }
    },
    find: async (call) => {
      const found = script.find.shift()?.() ?? 'down'
      if (found !== 'down' && found !== 'busy') return found
      await call.send({ method: 'GET', url: `https://chirp.example/${found}`, as: 'channel' })
      throw new Error('unreachable')
    },
  })
  return definePlatform({
    rules: {
      id: 'chirp',
      label: 'Chirp',
      hosts: ['chirp.example'],
      forms: { post: { label: 'Post', text: { max: 100, count: 'graphemes' }, parts: 10, media: {}, fact } },
      quotas: [],
      measures: { post: [], channel: [] },
      fetchesMedia: 'never',
      can: { remove: true, firstComment: true },
      lookCost: 0,
    },
    settings: z.object({ loud: z.boolean().default(false) }),
    limits() {
      return this.rules
    },
    form: () => 'post',
    validate: ({ parts }) =>
      parts.flatMap(({ text }, n) =>
        text.length > 100
          ? [{ problem: 'post.text-too-long', part: n, blocks: true, values: { over: text.length - 100, max: 100 } }]
          : [],
      ),
    preview: () => ({ parts: [], notes: [] }),
    promise: () => 'searched',
    connect: [
      {
        via: 'own',
        how: 'app-password',
        ask: { label: 'Handle', example: 'ada' },
        session: {
          make: '/session',
          renew: '/renew',
          fields: { identifier: 'identifier', password: 'password', access: 'access', refresh: 'refresh' },
        },
      },
    ],
    version: script.version,
    identify: async () => [],
    plan: (frozen) => [
      ...frozen.parts.flatMap(({ text }, n) => part(text, n)),
      ...(frozen.firstComment ? [once('comment', 'extra', frozen.firstComment)] : []),
    ],
    classify: (failure) => script.classify?.(failure),
  })
}

/** Speaks to the script instead of a network. `sent` keeps every irrevocable request that left. */
export function scriptedNetwork(script: Script, sent: string[]): Network {
  const text = (wire: Wire) => (wire.body?.is === 'json' ? (wire.body.value as { text: string }).text : '')
  return {
    call: {
      async send(wire) {
        const answer = (await script.free.shift()?.()) ?? { status: 503, headers: {}, body: 'down' }
        if (answer === 'lost') throw new CallFailed({ wire, sent: true })
        if (answer.status >= 400) throw new CallFailed({ wire, sent: true, reply: answer })
        return answer
      },
      publicUrl: () => Promise.reject(new Error('none')),
    },
    async once(wire) {
      const act = script.once.shift()
      if (!act) throw new Error(`an irrevocable request that no script expects: ${text(wire)}`)
      const answer = await act(wire)
      if (answer === 'unsent') throw new CallFailed({ wire, sent: false })
      sent.push(text(wire))
      if (answer === 'lost') throw new CallFailed({ wire, sent: true })
      return answer
    },
    hasAnother: async () => false,
    renew: async () => script.renew.shift() ?? 'reconnect',
    openable: (url) => url.replace('chirp.example', 'practice.example'),
  }
}

export const ok = (id: string) => (): Reply => ({ status: 201, headers: {}, body: { id } })
export const answers =
  (status: number, body: unknown = { message: 'no' }, headers: Record<string, string> = {}) =>
  (): Reply => ({ status, headers, body })
export const lost = () => 'lost' as const
export const unsent = () => 'unsent' as const
