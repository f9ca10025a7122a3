/** "Make trouble" and the ledger: what makes the promise visible in a minute. */
import { html } from 'hono/html'
import type { Fault, Order } from '../faults.ts'
import type { Line } from '../ledger.ts'
import type { Html } from './page.ts'
import { second } from './words.ts'

interface Preset extends Omit<Order, 'platform'> {
  readonly label: string
}
export const presets = {
  lose: { label: 'Lose the next answer', fault: 'lose_answer' },
  tokens: { label: 'Refuse tokens', fault: 'token_revoked' },
  slow: { label: 'Slow media', fault: 'media_slow', seconds: 60 },
  limit: { label: 'Rate limit for 2 min', fault: 'rate_limit', seconds: 120 },
  down: { label: 'Down for 1 min', fault: 'error_before', seconds: 60 },
} as const satisfies Record<string, Preset>

export const isPreset = (name: string): name is keyof typeof presets => Object.hasOwn(presets, name)

const labelOf = (fault: Fault) =>
  Object.values(presets).find((preset) => preset.fault === fault.fault)?.label ?? fault.fault.replaceAll('_', ' ')
const rest = (fault: Fault) =>
  fault.until === null
    ? html`${fault.left} ${fault.left === 1 ? 'time' : 'times'}`
    : html`until ${second(fault.until)} UTC`

function active(platform: string, faults: readonly Fault[]): Html {
  if (faults.length === 0) return html`<p class="calm">All is calm.</p>`
  return html`<ul class="active">
      ${faults.map((fault) => html`<li><b>${labelOf(fault)}</b> <span>${rest(fault)}</span></li>`)}
    </ul>
    <form method="post" action="/_sandbox/trouble">
      <input type="hidden" name="platform" value="${platform}" />
      <button name="preset" value="calm">Stop the trouble</button>
    </form>`
}

const clip = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text)

/** Twice means: same account, same words, same media, not an act of its own like a deletion. */
function twice(lines: readonly Line[]): number {
  const posts = lines.filter((line) => line.kind !== 'delete')
  return (
    posts.length - new Set(posts.map((line) => JSON.stringify([line.account, line.kind, line.text, line.media]))).size
  )
}

function ledger(platform: string, lines: readonly Line[]): Html {
  const repeated = twice(lines)
  const row = (line: Line) =>
    html`<li>
      ${second(line.at)} <span class="kind">${line.kind}</span>
      <span class="words" dir="auto">${clip(line.text) || line.id}</span>
    </li>`
  return html`<p class="count">
      <b>${lines.length}</b>
      <span class="${repeated > 0 ? 'bad' : 'good'}"
        >${repeated > 0 ? `${repeated} accepted twice ✗` : 'accepted once ✓'}</span
      >
    </p>
    ${
      lines.length === 0
        ? html`<p class="calm">Nothing was accepted yet.</p>`
        : html`<ol class="lines">
            ${lines.slice(-12).toReversed().map(row)}
          </ol>`
    }
    <p class="raw"><a href="/_sandbox/ledger?platform=${platform}">The whole ledger as JSON</a></p>`
}

export function panel(platform: string, lines: readonly Line[], faults: readonly Fault[]): Html {
  return html`<section>
      <h2>Make trouble</h2>
      <form class="trouble" method="post" action="/_sandbox/trouble">
        <input type="hidden" name="platform" value="${platform}" />
        ${Object.entries(presets).map(([name, preset]) => html`<button name="preset" value="${name}">${preset.label}</button>`)}
      </form>
      <div data-live="faults">${active(platform, faults)}</div>
    </section>
    <section>
      <h2>Ledger</h2>
      <div data-live="ledger">${ledger(platform, lines)}</div>
    </section>`
}
