/** Who may post now (sheet section 10 and 7.7, 5): bans, and what a creator and an application may do in 24 hours. */
import type { Visit } from '../../sandbox/ledger.ts'
import type { Code } from './answers.ts'
import { now, type Caller, type Creator, type Publish, type State } from './state.ts'

const day = 86_400_000
const unauditedCreators = 5

const accepted = (state: State, wanted: (publish: Publish) => boolean): Publish[] =>
  [...state.publishes.values()].filter(
    (publish) =>
      publish.outcome !== undefined &&
      publish.outcome.fails === undefined &&
      publish.at > now(state) - day &&
      wanted(publish),
  )
const isDirect = ({ mode }: Publish) => mode === 'DIRECT_POST'

/** All applications together. */
function postedEnough(state: State, creator: Creator): boolean {
  const most = creator.dailyPosts ?? state.settings.dailyPosts
  return accepted(state, (one) => isDirect(one) && one.creator === creator).length >= most
}

/** A creator who has posted within the window goes on. */
function tooManyCreators(state: State, { creator, grant }: Caller): boolean {
  const active = new Set(accepted(state, (one) => isDirect(one) && one.app === grant.app).map((one) => one.creator))
  const most = state.settings.audited ? state.settings.activeCreators : unauditedCreators
  return !active.has(creator) && active.size >= most
}

/** Why this creator cannot post directly now. */
export function blocked(state: State, visit: Visit, caller: Caller): Code | undefined {
  const trouble = (name: string) => state.world.fault(visit, name) !== undefined
  if (caller.creator.banned || trouble('user_banned')) return 'spam_risk_user_banned_from_posting'
  if (postedEnough(state, caller.creator) || trouble('too_many_posts')) return 'spam_risk_too_many_posts'
  if (tooManyCreators(state, caller) || trouble('active_user_cap')) return 'reached_active_user_cap'
  return undefined
}

/** Why nothing more can be put into this creator's inbox now. Drafts that were posted or are a day old make room. */
export function inboxBlocked(state: State, visit: Visit, { creator }: Caller): Code | undefined {
  if (creator.banned || state.world.fault(visit, 'user_banned')) return 'spam_risk_user_banned_from_posting'
  const waiting = accepted(
    state,
    (one) => !isDirect(one) && one.creator === creator && (one.outcome?.post?.at ?? 0) > now(state),
  )
  if (waiting.length >= state.settings.pendingDrafts || state.world.fault(visit, 'too_many_drafts'))
    return 'spam_risk_too_many_pending_share'
  return undefined
}
