/** One post as followers would see it: facets, pictures, cards, quotes, who may reply, and warnings. */
import { html } from 'hono/html'
import { card, linkCard, type Shot, type Who } from '../../sandbox/face/card.ts'
import type { Html } from '../../sandbox/face/page.ts'
import { counted, outside, spanned } from '../../sandbox/face/words.ts'
import { facetsOf, figuresOf, gateOf, labelsOf, mediaOf, quotedOf, quotesOff } from './post.ts'
import type { Account, State, Stored } from './state.ts'
import { cidOf, listOf, mapOf, textOf, wordsOf } from './values.ts'

export const place = '/bluesky/web'
export const who = (account: Account): Who => ({
  name: account.name,
  note: `@${account.handle}`,
  avatar: `/bluesky/cdn/img/avatar/plain/${account.id}/drawn@jpeg`,
})
const hrefOf = ({ account, rkey }: Stored) => `${place}/profile/${account.handle}/post/${rkey}`
const fileHref = (account: Account, cid: string) => `/bluesky/cdn/img/feed_fullsize/plain/${account.id}/${cid}@jpeg`

const words = ({ value }: Stored): Html =>
  spanned(
    textOf(value),
    facetsOf(value).map(({ start, end, is, to }) => ({
      start,
      end,
      show: (text) => (is === 'link' ? outside(to, text) : html`<span class="tag">${text}</span>`),
    })),
  )

function shots({ account, value }: Stored): Shot[] {
  const media = mediaOf(value)
  if (media?.is === 'video') {
    const cid = cidOf(media.has['video'])
    return cid === undefined ? [] : [{ href: fileHref(account, cid), is: 'video', alt: wordsOf(media.has['alt']) }]
  }
  const items = media?.is === 'images' ? media.has['images'] : media?.is === 'gallery' ? media.has['items'] : undefined
  return listOf(items)
    .map(mapOf)
    .flatMap((item) => {
      const cid = cidOf(item['image'])
      return cid === undefined
        ? []
        : [{ href: fileHref(account, cid), is: 'image', alt: wordsOf(item['alt']) } as const]
    })
}

function externalCard({ account, value }: Stored): Html | '' {
  const media = mediaOf(value)
  if (media?.is !== 'external') return ''
  const { uri, title, description, thumb } = mapOf(media.has['external'])
  const href = wordsOf(uri)
  if (!/^https?:/i.test(href) || !URL.canParse(href)) return ''
  const picture = cidOf(thumb)
  return linkCard({
    href,
    host: new URL(href).host,
    title: wordsOf(title),
    says: wordsOf(description),
    picture: picture === undefined ? undefined : fileHref(account, picture),
  })
}

function quote(state: State, { value }: Stored): Html | '' {
  const uri = quotedOf(value)
  if (uri === undefined) return ''
  const post = state.posts.get(uri)
  if (!post) return html`<p class="gone">The quoted post is not there.</p>`
  if (quotesOff(post)) return html`<p class="gone">The author does not let others quote this post.</p>`
  const { name, handle } = post.account
  return linkCard({ href: hrefOf(post), host: `@${handle}`, title: name, says: textOf(post.value) })
}

const ruleWords: Readonly<Record<string, string>> = {
  mentionRule: 'mentioned accounts',
  followerRule: 'followers',
  followingRule: 'accounts they follow',
  listRule: 'accounts of a list',
}
const warnings: Readonly<Record<string, string>> = {
  sexual: 'Sexually suggestive',
  nudity: 'Nudity',
  porn: 'Adult content',
  'graphic-media': 'Graphic media',
}

function gate(post: Stored): string {
  const rules = gateOf(post)
  if (!rules) return ''
  if (rules.length === 0) return 'Replies disabled'
  return `Can reply: ${rules.map((rule) => ruleWords[rule] ?? rule).join(', ')}`
}

/** Pictures that a label covers until somebody wants to see them. */
const covered = (why: string, shown: readonly Shot[]): Html =>
  html`<details class="more">
    <summary>${why}: show</summary>
    <div class="shots n${Math.min(shown.length, 5)}">
      ${shown.map(({ href, is, alt }) =>
        is === 'video'
          ? html`<video src="${href}" controls preload="none"></video>`
          : html`<a class="picture" href="${href}"><img src="${href}" alt="${alt ?? ''}" loading="lazy" /></a>`,
      )}
    </div>
  </details>`

export function draw(state: State, post: Stored, joined = false): Html {
  const { likes, reposts, replies, quotes } = figuresOf(state, post)
  const shown = shots(post)
  const warning = labelsOf(post.value).flatMap((label) => warnings[label] ?? [])[0]
  const hides = warning !== undefined && shown.length > 0
  const labels = [
    ...labelsOf(post.value).map((label) => warnings[label] ?? label),
    gate(post),
    quotesOff(post) ? 'Quotes disabled' : '',
  ].filter(Boolean)
  return card({
    id: `${post.account.id}-${post.rkey}`.replaceAll(':', '-'),
    href: hrefOf(post),
    who: who(post.account),
    at: post.at,
    text: words(post),
    shots: hides ? [] : shown,
    extra: html`${hides ? covered(warning, shown) : ''}${externalCard(post)}${quote(state, post)}`,
    labels,
    figures: [
      counted(replies, 'reply', 'replies'),
      counted(reposts, 'repost', 'reposts'),
      counted(quotes, 'quote', 'quotes'),
      counted(likes, 'like', 'likes'),
    ],
    joined,
  })
}
