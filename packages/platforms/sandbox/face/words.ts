import { html } from 'hono/html'
import type { Html } from './page.ts'

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' })
const exact = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZone: 'UTC',
})

/** A moment as people read it; the zone is always said, because a server has none of its own. */
export const moment = (ms: number): Html =>
  html`<time datetime="${new Date(ms).toISOString()}">${day.format(ms)}, ${clock.format(ms)} UTC</time>`

/** For rows of one day, to the second. */
export const second = (iso: string): Html => html`<time datetime="${iso}">${exact.format(new Date(iso))}</time>`

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })
export const figure = (value: number) => compact.format(value)
export const counted = (value: number, one: string, many: string) =>
  html`<span><b>${figure(value)}</b> ${value === 1 ? one : many}</span>`

/** A link that leaves: only http and https become links, and the other page learns nothing. */
export function outside(address: string, text: string): Html {
  if (!/^https?:\/\//i.test(address)) return html`${text}`
  return html`<a href="${address}" rel="noopener noreferrer nofollow ugc" target="_blank">${text}</a>`
}

/** Text cut into pieces: plain ones, and ones that are shown as something. */
export interface Span {
  readonly start: number
  readonly end: number
  readonly show: (text: string) => Html
}
export function spanned(text: string, spans: readonly Span[]): Html {
  const out: (Html | string)[] = []
  let at = 0
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    if (span.start < at) continue
    out.push(text.slice(at, span.start), span.show(text.slice(span.start, span.end)))
    at = span.end
  }
  out.push(text.slice(at))
  return html`${out}`
}
