/** Queries: only known parameters, only known fields. */
import { invalid } from './problems.ts'
import type { State } from './state.ts'
import type { Asked } from './view.ts'

const shared =
  'article attachments author_id card_uri community_id context_annotations conversation_id created_at display_text_range edit_controls entities geo id in_reply_to_user_id lang non_public_metrics organic_metrics paid_partnership possibly_sensitive promoted_metrics public_metrics reply_settings scopes source text withheld'
const fields: Readonly<Record<string, ReadonlySet<string>>> = {
  'tweet.fields': new Set(`${shared} edit_history_tweet_ids note_tweet referenced_tweets`.split(' ')),
  'post.fields': new Set(`${shared} edit_history_post_ids note_post referenced_posts`.split(' ')),
  'user.fields': new Set(
    'confirmed_email created_at description entities id location name pinned_tweet_id profile_banner_url profile_image_url protected public_metrics subscription subscription_type url username verified verified_type withheld'.split(
      ' ',
    ),
  ),
  'media.fields': new Set(
    'alt_text duration_ms height media_key non_public_metrics organic_metrics preview_image_url promoted_metrics public_metrics type url variants width'.split(
      ' ',
    ),
  ),
  'poll.fields': new Set('duration_minutes end_datetime id options voting_status'.split(' ')),
  'place.fields': new Set('id full_name name'.split(' ')),
  expansions: new Set(
    'attachments.media_keys attachments.poll_ids author_id edit_history_tweet_ids edit_history_post_ids entities.mentions.username in_reply_to_user_id referenced_tweets.id referenced_posts pinned_tweet_id'.split(
      ' ',
    ),
  ),
}

function list(state: State, query: URLSearchParams, name: string): Set<string> {
  const values = query.get(name)?.split(',') ?? []
  const wrong = values.find((value) => fields[name]?.has(value) !== true)
  if (wrong !== undefined)
    throw invalid(
      state,
      `The \`${name}\` query parameter value [${wrong}] is not one of [${[...(fields[name] ?? [])].join(',')}]`,
      { [name]: values },
    )
  return new Set(values)
}

/** Reads what was asked for; `others` are the further parameters this route knows. */
export function readAsked(state: State, query: URLSearchParams, others: readonly string[] = []): Asked {
  for (const name of query.keys()) {
    if (fields[name] === undefined && !others.includes(name))
      throw invalid(
        state,
        `The query parameter [${name}] is not one of [${[...others, ...Object.keys(fields)].join(',')}]`,
        { [name]: query.getAll(name) },
      )
    if (query.getAll(name).length > 1)
      throw invalid(state, `The query parameter [${name}] is given twice`, { [name]: query.getAll(name) })
  }
  const inPostWords = query.has('post.fields')
  return {
    vocabulary: inPostWords ? 'post' : 'tweet',
    post: list(state, query, inPostWords ? 'post.fields' : 'tweet.fields'),
    user: list(state, query, 'user.fields'),
    media: list(state, query, 'media.fields'),
    expand: list(state, query, 'expansions'),
  }
}

export interface Page {
  readonly max: number
  readonly after: bigint
  readonly before: bigint | undefined
  readonly from: number
  readonly to: number
  readonly skip: number
}
export const pageParameters = [
  'max_results',
  'since_id',
  'until_id',
  'start_time',
  'end_time',
  'pagination_token',
  'exclude',
]

export function readPage(state: State, query: URLSearchParams): Page {
  const wrong = (name: string) =>
    invalid(state, `The \`${name}\` query parameter value [${query.get(name)}] is not valid`, {
      [name]: [query.get(name) ?? ''],
    })
  const postId = (name: string) => {
    const value = query.get(name)
    if (value === null) return undefined
    if (!/^[0-9]{1,19}$/.test(value)) throw wrong(name)
    return BigInt(value)
  }
  const time = (name: string, fallback: number) => {
    const value = query.get(name)
    if (value === null) return fallback
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value)) throw wrong(name)
    return Date.parse(value)
  }
  const max = Number(query.get('max_results') ?? 10)
  if (!Number.isInteger(max) || max < 5 || max > 100) throw wrong('max_results')
  const token = query.get('pagination_token')
  if (token !== null && !/^p\d+$/.test(token)) throw wrong('pagination_token')
  return {
    max,
    after: postId('since_id') ?? 0n,
    before: postId('until_id'),
    from: time('start_time', 0),
    to: time('end_time', Number.POSITIVE_INFINITY),
    skip: Number(token?.slice(1) ?? 0),
  }
}
