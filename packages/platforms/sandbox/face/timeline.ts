/** A network's timeline: accounts on the left, posts in the middle, trouble and the ledger on the right. */
import { html } from 'hono/html'
import type { World } from '../imitation.ts'
import { face, type Who } from './card.ts'
import { page, type Html } from './page.ts'

interface Account extends Who {
  readonly href: string
  readonly current: boolean
  readonly figure: string
}
export interface Timeline {
  readonly id: string
  readonly title: string
  readonly accounts: readonly Account[]
  readonly posts: readonly Html[]
  /** Said when there are none. */
  readonly empty: string
  readonly older?: string | undefined
  /** A single post with its answers: newer posts do not push it away. */
  readonly single?: boolean
}

export const pageSize = 20

export function timeline(world: World, parts: Timeline, status: 200 | 404 = 200): Promise<Response> {
  const { accounts, posts } = parts
  const body = html`<div class="columns" data-network="${parts.id}">
    <nav class="accounts" aria-label="Accounts" data-live="accounts">
      <h2>Accounts</h2>
      <a href="/${parts.id}" ${accounts.some((one) => one.current) || parts.single ? '' : html`aria-current="page"`}
        >Everyone</a
      >
      ${accounts.map(
        (one) =>
          html`<a class="account" href="${one.href}" ${one.current ? html`aria-current="page"` : ''}>
            ${face(one)}<span><b>${one.name}</b><span>${one.note}</span><span>${one.figure}</span></span>
          </a>`,
      )}
    </nav>
    <main>
      <h1>${parts.title}</h1>
      <div data-live="posts" class="posts">
        ${posts.length > 0 ? posts : html`<p class="empty">${parts.empty}</p>`}
        ${parts.older === undefined ? '' : html`<a class="older" href="${parts.older}">Older posts</a>`}
      </div>
    </main>
    <aside aria-label="Make trouble and ledger">${world.panel()}</aside>
  </div>`
  return page({ title: parts.title, body, networks: world.networks, here: parts.id, live: true }, status)
}
