/** LinkedIn for the server: publishing in steps, for a person and for pages. */
import { definePlatform } from '../interface.ts'
import type { Channel, Frozen, FreeStep, Json, Memory, OnceStep, Rendition, Reply, Step } from '../interface.ts'
import { at, compact, header, str } from '../reply.ts'
import type { Obj } from '../reply.ts'
import { classify } from './adapter.errors.ts'
import { findPost } from './adapter.find.ts'
import { identify } from './adapter.identify.ts'
import { mediaUrn, readyStep, uploadStep } from './adapter.media.ts'
import { measure, measureChannel, remove } from './adapter.reads.ts'
import { enc, permalink, read, rest, v2, write } from './adapter.wire.ts'
import { canReadBack, composer } from './compose.ts'
import type { Settings } from './compose.ts'
import { comparable, fromLittle, toLittle } from './little.ts'

/** Comments right after the post meet "Unable to obtain activity". */
const commentAfterSeconds = 8
/** A read-back right after the post may come too early. */
const shownAfterSeconds = 10

interface Upload {
  readonly file: Rendition
  readonly upload: string
}
function uploadsOf({ parts, files, settings }: Frozen<Settings>): readonly Upload[] {
  const card = files?.['card']
  if (settings.link && card && parts[0].media.length === 0) return [{ file: card, upload: 'upload:card' }]
  return parts[0].media.map((file, n) => ({ file, upload: `upload:${n}` }))
}

/** `content` of the post; none for plain text. Titles, descriptions and polls are plain, never escaped. */
function contentOf({ parts, settings, files }: Frozen<Settings>, memory: Memory): Obj | undefined {
  const { link, poll, title } = settings
  const media = parts[0].media
  const [first] = media
  const alt = (file: Rendition): string | undefined => (file.alt === '' ? undefined : file.alt)
  const urn = (n: number): string => mediaUrn(memory, `upload:${n}`)
  if (first && media.length > 1)
    return { multiImage: { images: media.map((file, n) => compact({ id: urn(n), altText: alt(file) })) } }
  if (first?.kind === 'image') return { media: compact({ id: urn(0), altText: alt(first) }) }
  if (first) return { media: compact({ id: urn(0), title: title === '' ? undefined : title }) }
  if (poll)
    return {
      poll: {
        question: poll.question,
        options: poll.options.map((option) => ({ text: option })),
        settings: { duration: poll.duration },
      },
    }
  if (!link) return undefined
  const thumbnail = files?.['card'] ? mediaUrn(memory, 'upload:card') : undefined
  return { article: compact({ source: link.url, title: link.title, description: link.description, thumbnail }) }
}

/** The body of `POST /rest/posts`. */
function body(frozen: Frozen<Settings>, channel: Channel, memory: Memory): Json {
  const { parts, settings } = frozen
  return compact({
    author: channel.remoteId,
    commentary: toLittle(parts[0].text, settings.mentions),
    visibility: settings.visibility ?? 'PUBLIC',
    distribution: { feedDistribution: 'MAIN_FEED', targetEntities: [], thirdPartyDistributionChannels: [] },
    lifecycleState: 'PUBLISHED',
    isReshareDisabledByAuthor: settings.noReshare === true ? true : undefined,
    content: contentOf(frozen, memory),
  })
}

function createStep(frozen: Frozen<Settings>, channel: Channel): OnceStep {
  const readable = canReadBack(channel)
  const seenBy = (frozen.settings.visibility ?? 'PUBLIC') === 'PUBLIC' ? 'public' : 'restricted'
  return {
    name: 'create',
    for: 'post',
    repeat: 'never',
    request: (memory) => write(`${rest}/posts`, body(frozen, channel, memory)),
    // The body is empty; the URN is in a header and of a kind that cannot be guessed.
    read: (reply) => {
      const id = header(reply, 'x-restli-id') || header(reply, 'x-linkedin-id')
      if (!id.startsWith('urn:li:')) throw new Error('LinkedIn answered without the URN of a post')
      return { is: 'live', remote: { id, url: permalink(id), at: seenBy }, value: { id } }
    },
    find: (call, _, intent) => findPost(call, channel, intent),
    // LinkedIn refuses the identical post for some minutes and names the first one: a second guard for a resend.
    ...(readable
      ? { look: [30, 120, 300], resend: true }
      : { look: [30], replay: { fromSeconds: 60, toSeconds: 8 * 60, ask: true } }),
  }
}

const idOf = (memory: Memory, step: string): string => str(at(memory.get(step), 'id'))

/**
 * Reads a page's fresh post back: its media may fail after it was accepted, and a text can be cut in silence.
 * An extra: the post is out whatever this finds.
 */
function shownStep(text: string): FreeStep {
  const name = 'shown'
  return {
    name,
    for: 'extra',
    repeat: 'freely',
    async run(call, memory) {
      const asked = memory.get(name) !== undefined
      if (!asked) return { is: 'wait', seconds: shownAfterSeconds, value: true }
      const reply = await call.send(read(`${rest}/posts/${enc(idOf(memory, 'create'))}?viewContext=AUTHOR`), [403, 404])
      if (reply.status >= 400) return { is: 'done', value: 'not readable' }
      const state = str(at(reply.body, 'lifecycleState'))
      if (state === 'PUBLISH_REQUESTED') return { is: 'wait', seconds: 2 * shownAfterSeconds, value: true }
      if (state === 'PUBLISH_FAILED') return { is: 'refused', problem: 'network.media-processing', words: state }
      const shown = comparable(fromLittle(str(at(reply.body, 'commentary'))))
      if (shown === comparable(text)) return { is: 'done', value: 'whole' }
      return {
        is: 'refused',
        problem: 'network.refused',
        words: `LinkedIn shows another text, ending in "${shown.slice(-40)}"`,
      }
    },
  }
}

function commentSteps(text: string, channel: Channel): readonly Step[] {
  const gap: FreeStep = {
    name: 'gap:comment',
    for: 'extra',
    repeat: 'freely',
    run: (_, memory) =>
      Promise.resolve(
        memory.get('gap:comment') === undefined
          ? { is: 'wait', seconds: commentAfterSeconds, value: true }
          : { is: 'done', value: true },
      ),
  }
  const comment: OnceStep = {
    name: 'comment',
    for: 'extra',
    repeat: 'never',
    request: (memory) => {
      const urn = idOf(memory, 'create')
      const base = memory.note('comment') === 'v2' ? v2 : rest
      return write(`${base}/socialActions/${enc(urn)}/comments`, {
        actor: channel.remoteId,
        object: urn,
        message: { text },
      })
    },
    read: (reply) => ({ is: 'done', value: { id: commentId(reply) } }),
    look: [20],
    find: () => Promise.resolve({ is: 'unsure', why: 'LinkedIn does not let this app read comments' }),
  }
  return [gap, comment]
}

function commentId(reply: Reply): string {
  const id = header(reply, 'x-restli-id') || str(at(reply.body, 'commentUrn')) || str(at(reply.body, '$URN'))
  if (id === '') throw new Error('LinkedIn answered without the id of a comment')
  return id
}

function plan(frozen: Frozen<Settings>, channel: Channel): readonly Step[] {
  const uploads = uploadsOf(frozen)
  return [
    ...uploads.map(({ file, upload }) => uploadStep(file, upload, channel.remoteId)),
    ...(uploads.length > 0 ? [readyStep(uploads, channel)] : []),
    createStep(frozen, channel),
    ...(canReadBack(channel) ? [shownStep(frozen.parts[0].text)] : []),
    ...(frozen.firstComment === undefined ? [] : commentSteps(frozen.firstComment, channel)),
  ]
}

const oauth = {
  how: 'oauth',
  authorize: 'https://www.linkedin.com/oauth/v2/authorization',
  token: 'https://www.linkedin.com/oauth/v2/accessToken',
  revoke: 'https://www.linkedin.com/oauth/v2/revoke',
  pkce: false,
  clientAuth: 'body',
} as const

export const linkedin = definePlatform<Settings>({
  ...composer,
  version: 1,
  connect: [
    {
      via: 'member',
      ...oauth,
      app: 'LINKEDIN',
      scopes: ['openid', 'profile', 'email', 'w_member_social'],
      renew: 'none',
    },
    {
      via: 'pages',
      ...oauth,
      app: 'LINKEDIN_PAGES',
      scopes: [
        'r_basicprofile',
        'w_member_social',
        'w_organization_social',
        'r_organization_social',
        'rw_organization_admin',
        'w_member_social_feed',
        'w_organization_social_feed',
        'r_member_postAnalytics',
        'r_member_profileAnalytics',
      ],
      renew: 'static',
    },
  ],
  identify,
  plan,
  classify,
  remove,
  measure,
  measureChannel,
})
