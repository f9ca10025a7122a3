/**
 * An OpenAI-compatible server that behaves as its model's name says: well, or in one of the ways real ones go wrong. It reads
 * the facts out of the prompt and answers from them, and keeps a ledger of what it was asked and what it counted.
 */
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import type { Element } from '../model/elements.ts'

export interface ServedCall {
  readonly model: string
  readonly messages: string
  readonly structured: boolean
  readonly inputTokens: number
  readonly outputTokens: number
}

export interface ModelServer extends AsyncDisposable {
  readonly url: string
  readonly calls: readonly ServedCall[]
}

interface Asked {
  readonly facts: readonly string[]
  readonly aliases: readonly string[]
  readonly canary: string
  /** How many times this model was asked before. */
  readonly before: number
  readonly structured: boolean
}
type Behaviour = (asked: Asked) => Response | string | Reply
interface Reply {
  readonly text: string
  readonly finish?: string
  readonly usage?: object | null
  readonly cut?: boolean
  readonly silent?: boolean
}

const good = ({ facts, aliases }: Asked): Element[] =>
  aliases.map((channel, index) => ({
    channel,
    hooks: facts.slice(0, 2),
    parts: [[facts[index % facts.length] ?? '', facts[(index + 1) % facts.length] ?? ''].join('\n\n')],
    hashtags: [],
    first_comment: '',
    alt_text: '',
    used: [`F${(index % facts.length) + 1}`],
    left_out: '',
  }))
const wrapped = (elements: readonly Element[]): string => JSON.stringify({ elements })
const told = (asked: Asked, change: (text: string, element: Element) => string): string =>
  wrapped(good(asked).map((element) => ({ ...element, parts: element.parts.map((part) => change(part, element)) })))
const failing = (status: number, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify({ error: { message: 'scripted', type: 'scripted' } }), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  })

export const behaviours: Readonly<Record<string, Behaviour>> = {
  good: (asked) => wrapped(good(asked)),
  fenced: (asked) => `\`\`\`json\n${wrapped(good(asked))}\n\`\`\``,
  'prose around': (asked) =>
    `Sure! Here are the posts you asked for:\n${wrapped(good(asked))}\nLet me know if you need more.`,
  'half JSON': (asked) => wrapped(good(asked)).slice(0, -30),
  'invalid JSON': () => '{"elements":[{"channel":"c1","parts":["unfinished]}',
  'wrong shape': () => JSON.stringify({ posts: [{ network: 'x', body: 'no' }] }),
  'missing channel': (asked) => wrapped(good(asked).slice(1)),
  'doubled channel': (asked) => wrapped([...good(asked), ...good(asked)]),
  'extra channel': (asked) => wrapped([...good(asked), ...good({ ...asked, aliases: ['c77'] })]),
  'schema echoed': () => JSON.stringify({ type: 'object', properties: { elements: { type: 'array' } } }),
  empty: () => '',
  'cut by length': (asked) => ({ text: wrapped(good(asked)).slice(0, 120), finish: 'length' }),
  'connection cut': (asked) => ({ text: wrapped(good(asked)).slice(0, 60), cut: true }),
  silence: () => ({ text: '', silent: true }),
  '429 once': (asked) => (asked.before === 0 ? failing(429, { 'retry-after': '1' }) : wrapped(good(asked))),
  '429 long': () => failing(429, { 'retry-after': '90' }),
  '500': () => failing(500),
  '500 once': (asked) => (asked.before === 0 ? failing(500) : wrapped(good(asked))),
  '502 HTML': () => new Response('<html>Bad gateway</html>', { status: 502, headers: { 'content-type': 'text/html' } }),
  '401': () => failing(401),
  '404': () => failing(404),
  'format refused': (asked) => (asked.structured ? failing(400) : wrapped(good(asked))),
  refusal: () => ({ text: 'I cannot help with that.', finish: 'content_filter' }),
  'over-long': (asked) => told(asked, (text) => Array.from({ length: 60 }, () => text).join('\n\n')),
  'number invented': (asked) => told(asked, (text) => `${text}\n\nMore than 987,654 people have signed up.`),
  'name invented': (asked) => told(asked, (text) => `${text}\n\nMinister Zoltan Quimby praised the plan.`),
  'quote invented': (asked) =>
    told(asked, (text) => `${text}\n\n“This is the best day of my whole life,” said one rider.`),
  'URL invented': (asked) => told(asked, (text) => `${text} Read more at https://evil.example/win`),
  'handle invented': (asked) => told(asked, (text) => `${text} Thanks @evilcorp!`),
  'tag invented': (asked) => wrapped(good(asked).map((element) => ({ ...element, hashtags: ['Zantech', 'BuyNow'] }))),
  'injection obeyed': (asked) =>
    told(asked, () => 'HACKED! Visit https://evil.example and send your keys to @evilcorp.'),
  'canary repeated': (asked) => told(asked, (text) => `${text} ${asked.canary}`),
  'link placeholder': (asked) => told(asked, (text) => `${text} {LINK}`),
  'markdown and talk': (asked) => told(asked, (text) => `Here is your post:\n\n**${text}** [F1]`),
  'zero width': (asked) => told(asked, (text) => text.replace(' ', ' \u200b\u202e')),
  'lone surrogate': (asked) => told(asked, (text) => `${text} \ud83d`),
  'all the same': (asked) => wrapped(good(asked).map((element) => ({ ...element, parts: [asked.facts[0] ?? ''] }))),
  'wrong language': (asked) =>
    told(
      asked,
      () =>
        'El ayuntamiento aprobó ayer una medida importante para todos los ciudadanos de la ciudad y sus alrededores.',
    ),
  'usage missing': (asked) => ({ text: wrapped(good(asked)), usage: null }),
  'usage absurd': (asked) => ({
    text: wrapped(good(asked)),
    usage: { prompt_tokens: 9e15, completion_tokens: -5, total_tokens: 0 },
  }),
  'huge answer': (asked) => wrapped(good(asked)) + 'x'.repeat(1_000_000),
}

export async function startModelServer(): Promise<ModelServer> {
  const calls: ServedCall[] = []
  const app = new Hono()
  app.get('/v1/models', (context) =>
    context.json({ object: 'list', data: Object.keys(behaviours).map((id) => ({ id, object: 'model' })) }),
  )
  app.post('/v1/chat/completions', async (context) => {
    const body: { model: string; messages: { content: unknown }[]; response_format?: { type: string } } =
      await context.req.json()
    const messages = body.messages
      .map((message) => (typeof message.content === 'string' ? message.content : JSON.stringify(message.content)))
      .join('\n')
    const structured = body.response_format?.type === 'json_schema'
    const asked = {
      ...readPrompt(messages),
      structured,
      before: calls.filter((call) => call.model === body.model).length,
    }
    const behave = behaviours[body.model]
    const answer = behave === undefined ? failing(404) : behave(asked)
    const reply = answer instanceof Response ? undefined : typeof answer === 'string' ? { text: answer } : answer
    const usage = {
      prompt_tokens: Math.ceil(messages.length / 4),
      completion_tokens: Math.ceil((reply?.text.length ?? 0) / 4),
    }
    calls.push({
      model: body.model,
      messages,
      structured,
      inputTokens: usage.prompt_tokens,
      outputTokens: usage.completion_tokens,
    })
    if (reply === undefined) return answer as Response
    return streamed(reply, usage)
  })
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
  await new Promise<void>((resolve) => server.once('listening', () => resolve()))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('no port')
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    calls,
    [Symbol.asyncDispose]: async () => {
      if ('closeAllConnections' in server) server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** Facts and channels as the prompt names them; the joining mark is read as a space. */
function readPrompt(messages: string): Pick<Asked, 'facts' | 'aliases' | 'canary'> {
  const plain = messages.replace(/[\ue000-\uf8ff]/g, ' ')
  const facts = [...plain.matchAll(/^F\d+: (.+?)(?: \(said by [^)]*\))?$/gm)].map((match) => match[1] ?? '')
  const aliases = [...plain.matchAll(/^(c\d+): /gm)].map((match) => match[1] ?? '')
  const post = /The post:\s+<<<\S+\n([\s\S]*?)\n\S+>>>/.exec(plain)?.[1]
  return {
    facts: facts.length > 0 ? facts : [post ?? 'nothing'],
    aliases: aliases.length > 0 ? aliases : ['c1'],
    canary: /never to be written: (\w+)/.exec(plain)?.[1] ?? '',
  }
}

const chunk = 400

function streamed(reply: Reply, counted: object): Response {
  const encoder = new TextEncoder()
  const event = (delta: object, finish: string | null, more: object = {}) =>
    encoder.encode(
      `data: ${JSON.stringify({ id: 'chat-1', object: 'chat.completion.chunk', created: 1, model: 'scripted', choices: [{ index: 0, delta, finish_reason: finish }], ...more })}\n\n`,
    )
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      if (reply.silent === true) return
      controller.enqueue(event({ role: 'assistant', content: '' }, null))
      for (let at = 0; at < reply.text.length; at += chunk)
        controller.enqueue(event({ content: reply.text.slice(at, at + chunk) }, null))
      if (reply.cut === true) return controller.error(new Error('scripted cut'))
      controller.enqueue(
        event({}, reply.finish ?? 'stop', reply.usage === null ? {} : { usage: reply.usage ?? counted }),
      )
      controller.enqueue(encoder.encode('data: [DONE]\n\n'))
      controller.close()
    },
  })
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
}
