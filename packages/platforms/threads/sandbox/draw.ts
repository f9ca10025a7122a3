/** One post as followers would see it: covered spoilers, carousels, polls, long texts that open, quotes. */
import { html } from 'hono/html'
import { share } from '../../sandbox/chance.ts'
import { bars, card, linkCard, type Shot, type Who } from '../../sandbox/face/card.ts'
import type { Html } from '../../sandbox/face/page.ts'
import { counted, outside, spanned, type Span } from '../../sandbox/face/words.ts'
import { poll } from '../rules.ts'
import { figuresOf } from './insights.ts'
import { alive, type Person, type Post, type State } from './state.ts'
import { linksIn, mentionsIn } from './text.ts'
import { engaged, isFilm } from './view.ts'

const path = (post: Post) => `/threads/web/@${post.author.handle}/post/${post.shortcode}`

export const who = (person: Person): Who => ({
  name: person.name || person.handle,
  note: `@${person.handle}${person.verified ? ' · Verified' : ''}`,
  avatar: `/threads/cdn/avatars/${person.id}.png`,
})

/** Addresses lead out; names are coloured; what is a spoiler is covered. */
function words(post: Post): Html {
  const covered = post.spoilers.map(({ offset, length }): Span => ({
    start: offset,
    end: offset + length,
    show: (text) => html`<span title="Spoiler: ${text}">${'▒'.repeat(Array.from(text).length)}</span>`,
  }))
  const names = mentionsIn(post.text).map(({ start, end }): Span => ({
    start,
    end,
    show: (text) => html`<span class="tag">${text}</span>`,
  }))
  const links = linksIn(post.text).map(({ start, end, address }): Span => ({
    start,
    end,
    show: (text) => outside(address, text),
  }))
  const free = [...links, ...names].filter(
    (span) => !covered.some((one) => span.start < one.end && one.start < span.end),
  )
  return spanned(post.text, [...covered, ...free])
}

const shots = (post: Post): Shot[] =>
  post.files.map((file) => ({
    href: `/threads/cdn/media/${file.key}`,
    is: isFilm(file) ? 'video' : 'image',
    alt: file.alt,
  }))

function pollOf(state: State, post: Post, options: readonly string[]): Html {
  const votes = engaged(state, post).impressions / 12
  const open = state.world.now() < post.at + poll.hours * 3_600_000
  return bars(
    options.map((label, index) => ({ label, votes: Math.floor(votes * (0.2 + share(`${post.id}${index}`))) })),
    open ? 'open' : 'final',
  )
}

/** Media posts show no card; others the attached link, else the first one in the text. */
function linkOf(post: Post): Html | '' {
  const shown = post.kind === 'TEXT' ? (post.link ?? linksIn(post.text)[0]?.address) : undefined
  if (shown === undefined || !URL.canParse(shown)) return ''
  return linkCard({ href: shown, host: new URL(shown).host, says: shown })
}

function extra(state: State, post: Post): Html | '' {
  if (post.poll) return pollOf(state, post, post.poll)
  if (post.gif !== undefined)
    return html`<p class="state">GIF ${post.gif} of GIPHY; the practice network fetches none.</p>`
  const { longText } = post
  const long = longText
    ? html`<details>
        <summary>Read the attached text</summary>
        <p class="text">${longText.plaintext}</p>
        ${longText.link_attachment_url === undefined ? '' : outside(longText.link_attachment_url, longText.link_attachment_url)}
      </details>`
    : ''
  const other = post.quotes ?? post.reposts
  const quoted = !other
    ? ''
    : alive(state, other)
      ? html`<blockquote>
          <b>@${other.author.handle}</b> <a href="${path(other)}">${other.text === '' ? 'Post' : other.text}</a>
        </blockquote>`
      : html`<p class="gone">The quoted post is not there any more.</p>`
  return html`${long}${linkOf(post)}${quoted}`
}

const audience: Readonly<Record<string, string>> = {
  accounts_you_follow: 'Profiles they follow can reply',
  mentioned_only: 'Mentioned profiles can reply',
  parent_post_author_only: 'Only the author can reply',
  followers_only: 'Followers can reply',
}

function labels(post: Post): string[] {
  const { topic, replyControl, place, spoilerMedia, approvals, ghost, countries } = post
  return [
    post.kind === 'REPOST' ? 'Reposted' : '',
    topic === undefined ? '' : `Topic: ${topic}`,
    place ? `At ${place.name}` : '',
    spoilerMedia ? 'Spoiler: the media is covered' : '',
    audience[replyControl] ?? '',
    approvals ? 'Replies need approval' : '',
    ghost ? 'Gone after 24 hours' : '',
    countries.length > 0 ? `Shown in ${countries.join(', ')}` : '',
    post.hidden ? 'Hidden reply' : '',
  ].filter(Boolean)
}

export function draw(state: State, post: Post, joined: boolean): Html {
  const figures = figuresOf(state, post)
  return card({
    id: post.id,
    href: path(post),
    who: who(post.author),
    at: post.at,
    text: words(post),
    shots: shots(post),
    extra: extra(state, post),
    labels: labels(post),
    figures: [
      counted(figures.likes, 'like', 'likes'),
      counted(figures.replies, 'reply', 'replies'),
      counted(figures.reposts, 'repost', 'reposts'),
      counted(figures.views, 'view', 'views'),
    ],
    joined,
  })
}
