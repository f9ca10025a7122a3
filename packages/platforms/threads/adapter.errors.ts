/** Threads' own refusals as data (the sheet's error table); those that all Graph networks share are Graph's. */
import type { Failure, Verdict } from '../interface.ts'
import type { Seen } from '../graph/answer.ts'
import { all, always, coded, during, judgeBy, numbered, refused, rowsOf, says } from '../graph/judge.ts'
import type { Known, Row } from '../graph/judge.ts'

/** 'part:2' and 'comment' are the requests that are sent once. */
const once = (step: string): boolean => /^(?:part:\d+|comment)$/.test(step)
/** What follows the post: its address and the first comment. */
const extra = (step: string): boolean => /(?:^|:)comment$|^permalink$/.test(step)

/** The step that asks whether the container is ready, by the step that publishes it. */
export const readyOf = (step: string): string => `ready:${step.replace(/^part:/, '')}`

/** A full day's allowance comes free bit by bit. */
const probeSeconds = 30 * 60
/** A post of ours that was just made may not be visible yet to whoever wants to answer it. */
const settleSeconds = 15

/** Which setting a refused parameter comes from. */
const settings: readonly (readonly [parameter: RegExp, field: string])[] = [
  [/topic_tag/, 'settings.topic'],
  [/poll_attachment|\bpoll\b/, 'settings.poll'],
  [/gif_attachment/, 'settings.gif'],
  [/text_attachment/, 'settings.longText'],
  [/link_attachment/, 'settings.link'],
  [/text_entities/, 'settings.spoilers'],
  [/reply_control/, 'settings.replies'],
  [/location_id/, 'settings.place'],
  [/allowlisted_country_codes/, 'settings.countries'],
  [/is_ghost_post/, 'settings.ghost'],
  [/alt_text|children|image_url|video_url/, 'media'],
  [/\btext\b/, 'text'],
]
const fieldOf = ({ message }: Seen): string | undefined => settings.find(([parameter]) => parameter.test(message))?.[1]

const refusedContent = (seen: Seen): Verdict => refused('network.refused', fieldOf(seen))(seen)
const restricted = refused('network.account-restricted')
const named =
  (name: string) =>
  (seen: Seen): boolean =>
    seen.name === `THREADS_API__${name}`

/**
 * "The requested resource does not exist" is all that Threads says about a container it will not publish: not visible
 * yet, expired, failed, or out already. Asking the container tells which.
 */
const askContainer = (_: Seen, { during: step }: Known): Verdict => ({
  is: 'redo',
  from: readyOf(step),
  note: 'refused',
})

const rows: readonly Row[] = [
  { row: '24/4279009', when: all(numbered(4_279_009), (_, failure) => once(failure.during)), verdict: askContainer },
  {
    row: '100/33, container',
    when: ({ code, subcode }, { during: step, wire }) =>
      code === 100 && subcode === 33 && once(step) && wire.method === 'POST',
    verdict: askContainer,
  },
  {
    row: '24/4279009, elsewhere',
    when: numbered(4_279_009),
    verdict: always({ is: 'retry', afterSeconds: settleSeconds }),
  },
  { row: '4279013', when: numbered(4_279_013), verdict: restricted },
  { row: '2207051', when: numbered(2_207_051), verdict: restricted },
  {
    row: '9/2207042',
    when: ({ code, subcode }) => code === 9 || subcode === 2_207_042,
    verdict: always({ is: 'closed', scope: 'channel', afterSeconds: probeSeconds, why: 'slow_down' }),
  },
  { row: 'LINK_LIMIT_EXCEEDED', when: named('LINK_LIMIT_EXCEEDED'), verdict: refused('network.refused', 'text') },
  { row: 'FEATURE_NOT_AVAILABLE', when: named('FEATURE_NOT_AVAILABLE'), verdict: refused('network.permission') },
  { row: '1, client secret', when: says(/validating client secret/i), verdict: refused('network.app-secret') },
  {
    row: 'OAuthException, 400',
    when: all(coded(400), ({ type }) => type === 'OAuthException'),
    verdict: always({ is: 'reconnect' }),
  },
  {
    row: '100/33, own parent',
    when: all(coded(100), ({ subcode }) => subcode === 33, during(/^container:(?:[1-9]|comment)/)),
    verdict: always({ is: 'retry', afterSeconds: settleSeconds }),
  },
  // Only what is out already is asked about in a step that publishes.
  {
    row: '100, of what is out',
    when: ({ code }, { during: step, wire }) => code === 100 && once(step) && wire.method === 'GET',
    verdict: always({ is: 'unknown' }),
  },
  { row: '100, other', when: ({ code, subcode }) => code === 100 && subcode !== 33, verdict: refusedContent },
]

const judging = { rows, once, extra, renewable: true } as const

/** Every row in the order in which it is tried. */
export const table: readonly Row[] = rowsOf(judging)

export const classify: (failure: Failure) => Verdict | undefined = judgeBy(judging)
