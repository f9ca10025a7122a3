/** The frame of every page. All values are escaped by `html`; no page runs or loads anything from elsewhere. */
import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'

/** What `html` gives: escaped text, perhaps in a moment. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

export interface Network {
  readonly id: string
  readonly label: string
}
export interface PageParts {
  readonly title: string
  readonly body: Html
  /** The networks of the top line; none on consent pages. */
  readonly networks?: readonly Network[]
  /** Which of them this page belongs to. */
  readonly here?: string
  /** Refreshes itself: parts marked `data-live` are replaced. */
  readonly live?: boolean
  /** Another origin a form of this page may lead to: the callback after a consent. */
  readonly leadsTo?: string | undefined
}

// A horn, the mark of the product, in brass.
const mark = html`<svg class="mark" viewBox="0 0 24 24" aria-hidden="true">
  <circle cx="9" cy="13" r="4.5" />
  <path d="M9 8.500h5.500c3 0 5-1.500 6.500-4v11c-1.500-2.500-3.500-4-6.500-4H12" />
</svg>`

const policy = (leadsTo: string | undefined) =>
  [
    "default-src 'none'",
    "img-src 'self'",
    "media-src 'self'",
    "style-src 'self'",
    "script-src 'self'",
    "connect-src 'self'",
    `form-action 'self'${leadsTo === undefined ? '' : ` ${leadsTo}`}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

const top = ({ networks = [], here }: PageParts) =>
  html`<header class="top">
    <a class="home" href="/">${mark}<span>Sandbox:</span></a>
    <p class="truth">made up, nothing here is public</p>
    ${
      networks.length === 0
        ? ''
        : html`<nav aria-label="Networks">
            ${networks.map(({ id, label }) => html`<a href="/${id}" ${id === here ? html`aria-current="page"` : ''}>${label}</a>`)}
          </nav>`
    }
  </header>`

export async function page(parts: PageParts, status: 200 | 400 | 404 = 200): Promise<Response> {
  const text = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${parts.title} · Sandbox</title>
        <link rel="stylesheet" href="/_sandbox/face/style.css" />
        <link rel="icon" href="/_sandbox/face/icon.svg" />
        ${parts.live === true ? html`<script type="module" src="/_sandbox/face/live.js"></script>` : ''}
      </head>
      <body>
        ${top(parts)} ${parts.body}
      </body>
    </html>`
  return new Response(String(text), {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy(parts.leadsTo),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin', // with `no-referrer` the browser would send the forms as from nowhere
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'no-store',
    },
  })
}
