/** One post as followers would see it. Each network says what is in it; this says what it looks like. */
import { html } from 'hono/html'
import type { Html } from './page.ts'
import { moment } from './words.ts'

export interface Who {
  readonly name: string
  readonly note: string
  readonly avatar: string
  readonly square?: boolean
}
export interface Shot {
  readonly href: string
  readonly is: 'image' | 'video'
  readonly alt?: string | undefined
}
export interface Card {
  readonly id: string
  readonly href: string
  readonly who: Who
  readonly at: number
  readonly text: Html
  /** Longer than what the network shows at once. */
  readonly folds?: boolean
  readonly shots?: readonly Shot[]
  /** Networks of pictures: they stand above the text, and several lie side by side to be swiped. */
  readonly picturesFirst?: boolean
  /** Poll, link, document: drawn by the network. */
  readonly extra?: Html | ''
  readonly labels?: readonly string[]
  readonly figures: readonly Html[]
  readonly below?: Html | ''
  /** A thread: the line to the next post. */
  readonly joined?: boolean
}

export const face = (who: Who) =>
  html`<img class="avatar${who.square ? ' square' : ''}" src="${who.avatar}" alt="" width="40" height="40" />`

const picture = ({ href, is, alt }: Shot) =>
  is === 'video'
    ? html`<video src="${href}" controls preload="metadata"></video>`
    : html`<a class="picture" href="${href}"><img src="${href}" alt="${alt ?? ''}" loading="lazy" /></a>`

const altText = (shots: readonly Shot[]) => {
  const said = shots.filter((shot) => shot.alt)
  if (shots.length === 0) return ''
  if (said.length === 0) return html`<p class="alt none">No alt text</p>`
  return html`<details class="alt">
    <summary>Alt text</summary>
    <ol>
      ${said.map((shot) => html`<li>${shot.alt}</li>`)}
    </ol>
  </details>`
}

const media = (shots: readonly Shot[], swiped: boolean): Html | '' =>
  shots.length === 0
    ? ''
    : html`<div class="shots ${swiped && shots.length > 1 ? 'strip' : `n${Math.min(shots.length, 5)}`}">
          ${shots.map(picture)}
        </div>
        ${altText(shots)}`

const body = (card: Card) =>
  card.folds
    ? html`<div class="fold">
        <p class="text">${card.text}</p>
        <details><summary></summary></details>
      </div>`
    : html`<p class="text">${card.text}</p>`

export function card(post: Card): Html {
  const { who, labels = [], shots = [], figures, picturesFirst = false } = post
  const parts = [body(post), media(shots, picturesFirst)]
  return html`<article class="post${post.joined ? ' joined' : ''}" id="p${post.id}">
    ${face(who)}
    <div class="content">
      <p class="by">
        <b>${who.name}</b> <span>${who.note}</span> <a class="when" href="${post.href}">${moment(post.at)}</a>
      </p>
      ${picturesFirst ? parts.toReversed() : parts} ${post.extra ?? ''}
      ${labels.length > 0 ? html`<p class="labels">${labels.map((label) => html`<span>${label}</span>`)}</p>` : ''}
      <p class="figures">${figures}</p>
      ${post.below ?? ''}
    </div>
  </article>`
}

/** A card for a link; nothing is fetched, so it shows only what was sent. */
export const linkCard = (parts: {
  href: string
  host: string
  title?: string
  says?: string
  picture?: string | undefined
}): Html =>
  html`<a class="link" href="${parts.href}" rel="noopener noreferrer nofollow ugc" target="_blank">
    ${parts.picture === undefined ? '' : html`<img src="${parts.picture}" alt="" loading="lazy" />`}
    <span class="says"
      ><span class="host">${parts.host}</span
      >${parts.title ? html`<b>${parts.title}</b>` : ''}${parts.says ? html`<span>${parts.says}</span>` : ''}</span
    >
  </a>`

export const bars = (options: readonly { readonly label: string; readonly votes: number }[], state: string): Html => {
  const all = options.reduce((sum, option) => sum + option.votes, 0)
  const percent = (votes: number) => (all === 0 ? 0 : Math.round((100 * votes) / all))
  return html`<div class="poll">
    ${options.map(
      ({ label, votes }) =>
        html`<p>
          <span>${label}</span> <meter min="0" max="100" value="${percent(votes)}"></meter> <b>${percent(votes)} %</b>
        </p>`,
    )}
    <p class="state">${all} votes · ${state}</p>
  </div>`
}
