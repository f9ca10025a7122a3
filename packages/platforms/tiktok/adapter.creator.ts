/** Who signed in, and what TikTok lets them do at this moment. */
import type { Call, Candidate, Channel, Frozen, FreeStep, Memory, Options, Progress, Reply } from '../interface.ts'
import { address, at, get, num, obj, str, strs } from '../reply.ts'
import type { Obj } from '../reply.ts'
import { askCreator, codeOf, dataOf, paths } from './adapter.wire.ts'
import { see } from './adapter.errors.ts'
import { mayPublish, scopesOf } from './scopes.ts'
import { privacyNames, type Settings } from './settings.ts'

const basic = ['open_id', 'union_id', 'avatar_url', 'display_name'] as const
const named = ['username', 'is_verified'] as const

const askUser = (fields: readonly string[]) => get(address(paths.user, { fields: fields.join(',') }))
const isMissingScope = (reply: Reply): boolean => codeOf(reply).startsWith('scope_')

/** One sign-in is one account. A field without its permission fails the whole call, and a person may untick some. */
export async function identify(call: Call): Promise<readonly Candidate[]> {
  const whole = await call.send(askUser([...basic, ...named]), [401])
  const told =
    whole.status < 400 ? whole : await call.send(askUser(isMissingScope(whole) ? basic : [...basic, ...named]))
  const user = obj(at(told.body, 'data', 'user'))
  const id = str(user['open_id'])
  const name = str(user['display_name'])
  const handle = str(user['username']) || name
  if (id === '' || handle === '') return []
  const avatar = str(user['avatar_url'])
  return [
    {
      remoteId: id,
      kind: 'creator',
      handle,
      facts: {
        name,
        ...(avatar === '' ? {} : { avatar }),
        verified: user['is_verified'] === true,
      },
    },
  ]
}

/** Codes that `creator_info` gives in a 200: it is the answer that nothing can be posted now. */
const closedWords: Readonly<Record<string, string>> = {
  spam_risk_too_many_posts: 'TikTok’s daily limit of posts is reached.',
  spam_risk_user_banned_from_posting: 'TikTok blocks it from posting.',
  reached_active_user_cap: 'this app’s daily limit of accounts is reached.',
}

const draftsOnly = ({ handle }: Channel): Options => ({
  choices: { mode: [{ value: 'inbox', label: 'Send it to the inbox as a draft' }] },
  closed: {},
  says: [`Drafts go to the inbox of ${handle}.`],
  facts: {},
})

const nameOf = (level: string): string => Object.entries(privacyNames).find(([known]) => known === level)?.[1] ?? level

/** `facts.maxSeconds`: the longest video; `facts.cannotPost`: why nothing can be posted now. */
export async function options(call: Call, channel: Channel): Promise<Options> {
  if (!mayPublish(channel)) return draftsOnly(channel)
  const reply = await call.send(askCreator, [200])
  const code = codeOf(reply)
  if (code !== 'ok') {
    const why = closedWords[code] ?? see(reply).words
    return { choices: {}, closed: {}, says: [`${channel.handle} cannot post now: ${why}`], facts: { cannotPost: why } }
  }
  const creator = dataOf(reply)
  return {
    choices: { privacy: strs(creator['privacy_level_options']).map((value) => ({ value, label: nameOf(value) })) },
    closed: closedFor(creator),
    says: [`Posting to ${str(creator['creator_nickname'])} (@${str(creator['creator_username'])}).`],
    facts: { maxSeconds: num(creator['max_video_post_duration_sec']) },
  }
}

function closedFor(creator: Obj): Readonly<Record<string, string>> {
  const off = (name: string, setting: string, what: string) =>
    creator[name] === true ? { [setting]: `This account has turned ${what} off.` } : {}
  return {
    ...off('comment_disabled', 'allowComments', 'comments'),
    ...off('duet_disabled', 'allowDuet', 'Duet'),
    ...off('stitch_disabled', 'allowStitch', 'Stitch'),
  }
}

/** Asks again just before publishing: what was chosen days ago may not be offered any more. */
export function creatorStep({ parts, settings: { privacy } }: Frozen<Settings>): FreeStep {
  return {
    name: 'creator',
    for: 'post',
    repeat: 'freely',
    async run(call): Promise<Progress> {
      const creator = dataOf(await call.send(askCreator))
      if (!Array.isArray(creator['privacy_level_options'])) throw new Error('TikTok did not say who may see a post')
      if (privacy === undefined || !strs(creator['privacy_level_options']).includes(privacy))
        return { is: 'refused', problem: 'network.audience', words: `${privacy ?? 'No audience'} is not offered now` }
      const most = num(creator['max_video_post_duration_sec'])
      const seconds = parts[0].media.find((file) => file.kind === 'video')?.seconds ?? 0
      if (most > 0 && seconds > most)
        return {
          is: 'refused',
          problem: 'network.media-length',
          words: `${Math.ceil(seconds)} s; ${most} s is the most`,
        }
      return { is: 'done', value: { username: str(creator['creator_username']) } }
    },
  }
}

/** As TikTok told it just now, or when the account was connected; empty if it may not tell. */
export const usernameOf = (memory: Memory, channel: Channel): string =>
  str(at(memory.get('creator'), 'username')) || (scopesOf(channel).includes('user.info.profile') ? channel.handle : '')
