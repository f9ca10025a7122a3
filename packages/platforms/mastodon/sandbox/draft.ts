/** What a client asks to post, and every check of its content (sheet section 7), in the server's order and words. */
import { z } from 'zod'
import { poll as pollRules, quotePolicies, visibilities } from '../rules.ts'
import { invalid } from './errors.ts'
import { flag, whole, word, words } from './params.ts'
import { atLeast, type Account, type Content, type Media, type Poll, type State, type Visibility } from './state.ts'
import { lengthOf } from './text.ts'

const pollShape = z.object({
  options: words.optional(),
  expires_in: whole.optional(),
  multiple: flag.optional(),
  hide_totals: flag.optional(),
})
const contentShape = z.object({
  status: word.optional(),
  media_ids: words.optional(),
  poll: pollShape.optional(),
  sensitive: flag.optional(),
  spoiler_text: word.optional(),
  language: word.optional(),
})
export const createShape = contentShape.extend({
  in_reply_to_id: word.optional(),
  visibility: word.optional(),
  scheduled_at: word.optional(),
  quoted_status_id: word.optional(),
  quote_approval_policy: word.optional(),
  allowed_mentions: words.optional(),
})
const attributes = z.object({ id: word, description: word.optional(), focus: word.optional() })
export const editShape = contentShape.extend({
  media_attributes: z.array(attributes).optional(),
  quote_approval_policy: word.optional(),
})
export type Create = z.infer<typeof createShape>
export type Edit = z.infer<typeof editShape>
type PollAsk = z.infer<typeof pollShape>

/** A language the server knows; another one counts as not given. */
export function readLanguage(asked: string | undefined, fallback: string | null): string {
  return asked !== undefined && /^[a-z]{2,3}(?:-[A-Za-z]{2,4})?$/.test(asked) ? asked : (fallback ?? 'en')
}

/** The audience asked for, or the account's; moderators may have narrowed it. */
export function readVisibility(account: Account, asked: string | undefined): Visibility {
  const wanted = asked === undefined || asked === '' ? account.privacy : asked
  const found = visibilities.values.find((one) => one === wanted)
  if (found === undefined) throw invalid('Visibility is not included in the list')
  return found === 'public' && account.silenced ? 'unlisted' : found
}

export function readQuotePolicy(state: State, asked: string | undefined): string {
  if (asked === undefined || !atLeast(state, 4, 5)) return 'public'
  const found = quotePolicies.values.find((one) => one === asked)
  if (found === undefined) throw invalid('Quote approval policy is not included in the list')
  return found
}

/** The poll, or 422. `before`: the poll it replaces; the same options keep their votes. */
export function readPoll(state: State, ask: PollAsk, before?: Poll): Poll {
  const { pollOptions, pollOptionCharacters } = state.settings
  const options = (ask.options ?? []).map((option) => option.trim()).filter((option) => option !== '')
  const seconds = ask.expires_in ?? 0
  const [shortest, longest] = pollRules.seconds
  const wrong = [
    options.length < pollRules.options[0] ? 'Poll options must have more than one item' : '',
    options.length > pollOptions ? `Poll options can't contain more than ${pollOptions} items` : '',
    options.some((option) => lengthOf(state, option) > pollOptionCharacters)
      ? `Poll options cannot be longer than ${pollOptionCharacters} characters each`
      : '',
    new Set(options).size < options.length ? 'Poll options contain duplicate items' : '',
    ask.expires_in === undefined ? "Poll expires at can't be blank" : '',
    ask.expires_in !== undefined && seconds < shortest ? 'Poll duration is too short' : '',
    seconds > longest ? 'Poll duration is too long' : '',
  ].filter((text) => text !== '')
  if (wrong.length > 0) throw invalid(...wrong)
  const now = state.world.now()
  const same = before?.options.join('\n') === options.join('\n') && before.multiple === (ask.multiple ?? false)
  return {
    id: same ? before.id : state.nextId(),
    options,
    multiple: ask.multiple ?? false,
    hideTotals: ask.hide_totals ?? false,
    expiresAt: now + seconds * 1000,
    bornAt: same ? before.bornAt : now,
  }
}

/** The words of a post: a warning alone becomes the text, and any warning makes it sensitive. */
export function readText(ask: Pick<Create, 'status' | 'spoiler_text'>): Pick<Content, 'text' | 'spoiler'> {
  const [text, spoiler] = [ask.status ?? '', ask.spoiler_text ?? '']
  return text.trim() === '' && spoiler !== '' ? { text: spoiler, spoiler: '' } : { text, spoiler }
}

/** Throws 422 where the words are missing or too long. */
export function checkText(state: State, { text, spoiler }: Pick<Content, 'text' | 'spoiler'>, media: readonly Media[]) {
  const wrong = [
    text.trim() === '' && media.length === 0 ? "Text can't be blank" : '',
    lengthOf(state, spoiler, text) > state.settings.maxCharacters
      ? `Text character limit of ${state.settings.maxCharacters} exceeded`
      : '',
  ].filter((one) => one !== '')
  if (wrong.length > 0) throw invalid(...wrong)
}
