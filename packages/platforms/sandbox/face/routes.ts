/** Pages that belong to no network: the start page, the style, the script, and the buttons of "Make trouble". */
import { Hono, type Context } from 'hono'
import { html } from 'hono/html'
import { readFileSync } from 'node:fs'
import { form } from '../oauth.ts'
import type { Stage } from '../stage.ts'
import { page } from './page.ts'
import { isPreset, presets } from './panel.ts'

/** In this order: later ones lay over earlier ones. */
const styles = ['./style.base.css', './style.pages.css', './style.post.css', './style.small.css']
const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')

function asset(text: string, type: string) {
  return (c: Context) =>
    c.body(text, 200, { 'content-type': type, 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' })
}

function start(stage: Stage): Promise<Response> {
  const row = ({ id, label, hosts }: Stage['imitations'][number]) => {
    const lines = stage.ledger.lines(id)
    const faults = stage.faults.list(id)
    return html`<li>
      <a href="/${id}"><b>${label}</b></a>
      <span class="figure">${stage.place(id).people().length} accounts</span>
      <span class="figure"><b>${lines.length}</b> accepted</span>
      <span class="figure">${faults.length === 0 ? 'calm' : `${faults.length} in trouble`}</span>
      <span class="hosts">${Object.keys(hosts).join(' · ')}</span>
    </li>`
  }
  const body = html`<main class="start">
    <h1>Sandbox: made up, nothing here is public</h1>
    <p class="lead">
      Practice networks on this machine. They speak as the real ones do and refuse what the real ones refuse; what is
      published here is seen by nobody.
    </p>
    <ul class="networks" data-live="networks">
      ${stage.imitations.map(row)}
    </ul>
  </main>`
  return page({ title: 'Practice networks', body, networks: stage.imitations, live: true })
}

async function trouble(stage: Stage, c: Context): Promise<Response> {
  const fields = await form(c.req.raw)
  const [platform, name] = [fields?.get('platform') ?? '', fields?.get('preset') ?? '']
  if (stage.find(platform) && name === 'calm') stage.faults.clear(platform)
  if (stage.find(platform) && isPreset(name)) {
    const { label: _, ...order } = presets[name]
    stage.faults.add({ platform, ...order })
  }
  return c.redirect(stage.find(platform) ? `/${platform}` : '/', 303)
}

export function faceRoutes(stage: Stage): Hono {
  const app = new Hono()
  app.get('/', () => start(stage))
  app.get('/_sandbox/face/style.css', asset(styles.map(read).join('\n'), 'text/css; charset=utf-8'))
  app.get('/_sandbox/face/live.js', asset(read('./live.js'), 'text/javascript; charset=utf-8'))
  app.get('/_sandbox/face/icon.svg', asset(read('./icon.svg'), 'image/svg+xml'))
  app.post('/_sandbox/trouble', (c) => trouble(stage, c))
  app.notFound((c) => c.text('Nothing stands here. See /_sandbox/hosts.', 404))
  return app
}
