/** X for the server: connecting, publishing in steps, reading back, measuring, removing. */
import { definePlatform } from '../interface.ts'
import type { Call, Candidate, Channel, Frozen, Memory, OnceStep, Progress, Reply, Step } from '../interface.ts'
import { at, compact, get, obj, post, str } from '../reply.ts'
import type { Obj } from '../reply.ts'
import { classify } from './adapter.errors.ts'
import { findTweet, tweetUrl, wantedOf } from './adapter.find.ts'
import { mediaSteps } from './adapter.media.ts'
import { api, me, measure, measureChannel, remove } from './adapter.reads.ts'
import { composer } from './compose.ts'
import type { Settings } from './compose.ts'

/** Between two posts of a thread, so that the second finds the first. Source: sheet, 7.6. */
const gapSeconds = 2

type Part = Frozen<Settings>['parts'][number]

/** The body of `POST /2/tweets` for one part. Settings about the audience belong to the head of a thread. */
function tweet(part: Part, settings: Settings, n: number, mediaIds: readonly string[], parent?: string): Obj {
  const head = n === 0 && parent === undefined
  const { poll, community } = settings
  const tagged = settings.taggedUsers ?? []
  return compact({
    text: part.text,
    media:
      mediaIds.length === 0
        ? undefined
        : compact({ media_ids: mediaIds, tagged_user_ids: head && tagged.length > 0 ? tagged : undefined }),
    poll: head && poll ? { options: poll.options, duration_minutes: poll.minutes } : undefined,
    reply: parent === undefined ? undefined : { in_reply_to_tweet_id: parent },
    reply_settings: head ? settings.replies : undefined,
    made_with_ai: settings.madeWithAi === true && mediaIds.length > 0 ? true : undefined,
    paid_partnership: settings.paidPartnership === true ? true : undefined,
    community_id: head ? community : undefined,
    share_with_followers: head && community !== undefined && settings.shareWithFollowers === true ? true : undefined,
  })
}

const idOf = (memory: Memory, step: string): string => str(at(memory.get(step), 'id'))

/** A post that is sent once: a part of the thread, or the first comment under its end. */
function createStep(
  name: string,
  part: Part,
  n: number,
  parentStep: string | undefined,
  settings: Settings,
  channel: Channel,
): OnceStep {
  const isPublic = channel.facts['protected'] !== true
  const parent = (memory: Memory): string | undefined =>
    parentStep === undefined ? undefined : idOf(memory, parentStep)
  return {
    name,
    for: name === 'comment' ? 'extra' : 'post',
    repeat: 'never',
    request: (memory) => {
      const ids = part.media.map((_, k) => idOf(memory, `media:${n}.${k}`))
      return post(`${api}/tweets`, tweet(part, settings, n, ids, parent(memory)))
    },
    read: (reply) => readCreated(reply, channel.handle, isPublic),
    look: [10, 30, 120],
    resend: true,
    find: (call, memory, intent) =>
      findTweet(
        call,
        { id: channel.remoteId, handle: channel.handle, public: isPublic },
        wantedOf(part, n, memory, parent(memory)),
        intent,
      ),
  }
}

function readCreated(reply: Reply, handle: string, isPublic: boolean): Progress {
  const id = str(at(reply.body, 'data', 'id'))
  if (id === '') throw new Error('X answered without the id of a post')
  return {
    is: 'live',
    remote: { id, url: tweetUrl(handle, id), at: isPublic ? 'public' : 'restricted' },
    value: { id },
  }
}

function gapStep(name: string, kind: 'post' | 'extra'): Step {
  return {
    name,
    for: kind,
    repeat: 'freely',
    run: (_, memory) =>
      Promise.resolve(
        memory.get(name) === undefined ? { is: 'wait', seconds: gapSeconds, value: true } : { is: 'done', value: true },
      ),
  }
}

function plan(frozen: Frozen<Settings>, channel: Channel): readonly Step[] {
  const { parts, settings, firstComment } = frozen
  const last = parts.length - 1
  return [
    ...parts.flatMap((part, n): Step[] => [
      ...part.media.flatMap((file, k) => mediaSteps(file, n, k)),
      ...(n > 0 ? [gapStep(`gap:${n}`, 'post')] : []),
      createStep(`part:${n}`, part, n, n > 0 ? `part:${n - 1}` : undefined, settings, channel),
    ]),
    ...(firstComment === undefined
      ? []
      : [
          gapStep('gap:comment', 'extra'),
          createStep('comment', { text: firstComment, media: [] }, parts.length, `part:${last}`, {}, channel),
        ]),
  ]
}

async function identify(call: Call): Promise<readonly Candidate[]> {
  const user = obj(at((await call.send(get(me))).body, 'data'))
  const id = str(user['id'])
  if (id === '') return []
  return [
    {
      remoteId: id,
      kind: 'member',
      handle: str(user['username']),
      facts: {
        name: str(user['name']),
        avatar: str(user['profile_image_url']).replace('_normal.', '_400x400.'),
        subscription: str(user['subscription_type']) || 'None',
        verified: str(user['verified_type']) || 'none',
        protected: user['protected'] === true,
      },
    },
  ]
}

export const twitter = definePlatform<Settings>({
  ...composer,
  version: 1,
  connect: [
    {
      via: 'oauth',
      how: 'oauth',
      app: 'TWITTER',
      authorize: 'https://x.com/i/oauth2/authorize',
      token: `${api}/oauth2/token`,
      revoke: `${api}/oauth2/revoke`,
      scopes: ['tweet.read', 'tweet.write', 'users.read', 'media.write', 'offline.access'],
      pkce: true,
      clientAuth: 'basic',
      renew: 'rotating',
    },
  ],
  identify,
  plan,
  classify,
  remove,
  measure,
  measureChannel,
})
