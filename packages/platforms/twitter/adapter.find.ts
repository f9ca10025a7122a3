/** Looking for a post of ours whose answer was lost: the own timeline since a mark, compared with what was sent. */
import { findLinks } from '@posthorn/domain/text/links.ts'
import type { Call, Found, Intent, Memory, Part } from '../interface.ts'
import { address, at, get, obj, objs, only, str, strs } from '../reply.ts'
import type { Obj } from '../reply.ts'

/** Ids of posts are snowflakes: milliseconds since 2010-11-04 in the upper bits. */
const epoch = 1_288_834_974_657n
/** Clocks may differ by this much. */
const slackMs = 5000n

/** The id before which nothing sent at this time can stand. */
export const markAt = (sentAt: Date): string => ((BigInt(sentAt.getTime()) - slackMs - epoch) << 22n).toString()

const pageSize = 20
const mostPages = 3
const fields =
  'created_at,text,entities,attachments,referenced_tweets,in_reply_to_user_id,note_tweet,edit_history_tweet_ids'

const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
}
const decode = (text: string): string =>
  text.replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => entities[entity] ?? entity)
const squeeze = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim()

/** Text as sent, made comparable. */
export const sentText = (text: string): string => bareLinks(squeeze(text))

/** X adds a scheme and a closing slash to what it expands. */
function bareLinks(text: string): string {
  let out = ''
  let from = 0
  for (const link of findLinks(text)) {
    out +=
      text.slice(from, link.start) +
      link.text
        .replace(/^https?:\/\//i, '')
        .replace(/\/$/, '')
        .toLowerCase()
    from = link.end
  }
  return out + text.slice(from)
}

/**
 * Text as read, made comparable: entities decoded, short links expanded, the link to our own media dropped,
 * mentions dropped that X puts before a reply; long posts have their full text in `note_tweet`.
 */
export function readText(tweet: Obj): string {
  const note = obj(tweet['note_tweet'] ?? tweet['note_post'])
  const whole = str(note['text']) || str(tweet['text'])
  const links = [...objs(at(note, 'entities', 'urls')), ...objs(at(tweet, 'entities', 'urls'))]
  let text = decode(whole)
  for (const link of links) {
    const target = str(link['expanded_url']) || str(link['url'])
    const ours = /\/(?:photo|video)\/\d+$/.test(target)
    text = text.replaceAll(str(link['url']), () => (ours ? '' : target))
  }
  return bareLinks(squeeze(parentOf(tweet) === undefined ? text : text.replace(/^(?:@\w+\s+)+/, '')))
}

/** The post this one replies to, in either vocabulary. */
function parentOf(tweet: Obj): string | undefined {
  const references = objs(tweet['referenced_tweets'] ?? tweet['referenced_posts'])
  const parent = references.find((one) => one['type'] === 'replied_to')
  return parent ? str(parent['id']) : undefined
}

export interface Wanted {
  readonly text: string
  readonly mediaKeys: readonly string[]
  readonly parent?: string | undefined
}

/** Posts of a timeline that can be the one we sent. A media key is certain; words count only under the same parent. */
export function matches(tweets: readonly Obj[], wanted: Wanted, taken: ReadonlySet<string>): readonly Obj[] {
  const free = tweets.filter((tweet) => !taken.has(str(tweet['id'])))
  if (wanted.mediaKeys.length > 0)
    return free.filter((tweet) =>
      strs(at(tweet, 'attachments', 'media_keys')).some((key) => wanted.mediaKeys.includes(key)),
    )
  const words = sentText(wanted.text)
  const strip = wanted.parent === undefined ? words : words.replace(/^(?:@\w+\s+)+/, '')
  return free.filter((tweet) => parentOf(tweet) === wanted.parent && readText(tweet) === strip)
}

export const tweetUrl = (handle: string, id: string): string => `https://x.com/${handle}/status/${id}`

/** One look: up to three pages of the own timeline since the mark. */
export async function findTweet(
  call: Call,
  account: { readonly id: string; readonly handle: string; readonly public: boolean },
  wanted: Wanted,
  intent: Intent,
): Promise<Found> {
  const seen: Obj[] = []
  let next: string | undefined
  for (let page = 0; page < mostPages; page += 1) {
    const url = address(`https://api.x.com/2/users/${account.id}/tweets`, {
      since_id: markAt(intent.sentAt),
      max_results: String(pageSize),
      exclude: 'retweets',
      'tweet.fields': fields,
      pagination_token: next,
    })
    const reply = await call.send(get(url), [402, 403])
    if (reply.status >= 400) return { is: 'unsure', why: `X does not show the timeline (${reply.status})` }
    seen.push(...objs(obj(reply.body)['data']))
    next = str(at(reply.body, 'meta', 'next_token')) || undefined
    if (next === undefined) break
  }
  const found = matches(seen, wanted, intent.taken)
  const hit = only(found)
  if (hit) {
    const id = str(hit['id'])
    return {
      is: 'live',
      remote: { id, url: tweetUrl(account.handle, id), at: account.public ? 'public' : 'restricted' },
      value: { id },
      seen:
        wanted.mediaKeys.length > 0
          ? 'own timeline: our media hangs on it'
          : 'own timeline: the same words since we sent',
    }
  }
  if (found.length > 1) return { is: 'unsure', why: `${found.length} posts with these words appeared since we sent` }
  if (next !== undefined) return { is: 'unsure', why: 'too many posts appeared since we sent to look through' }
  return { is: 'absent', sure: false, seen: `own timeline: not among ${seen.length} posts since we sent` }
}

/** What a part looked like when it was sent. */
export const wantedOf = (part: Part, n: number, memory: Memory, parent: string | undefined): Wanted => ({
  text: part.text,
  parent,
  mediaKeys: part.media.map((_, k) => str(at(memory.get(`media:${n}.${k}`), 'key'))).filter((key) => key !== ''),
})
