/** `/_sandbox`: what tests, the demo and the panel "Make trouble" steer. Loopback only, like everything here. */
import { Hono } from 'hono'
import { z } from 'zod'
import { troubles, type Trouble } from './faults.ts'
import { Refusal } from './refusal.ts'
import type { Stage } from './stage.ts'

const setting = z.union([z.number(), z.boolean(), z.string()])
const seconds = z
  .number()
  .min(0)
  .max(366 * 86_400)
const schemas = {
  fault: z.strictObject({
    platform: z.string(),
    fault: z.string(),
    times: z.int().min(1).optional(),
    seconds: seconds.optional(),
    status: z.int().min(500).max(599).optional(),
    on: z.strictObject({ method: z.string().optional(), path: z.string().optional() }).optional(),
  }),
  person: z.strictObject({
    platform: z.string(),
    kind: z.string(),
    name: z.string().min(1),
    handle: z.string().min(1),
    owner: z.string().optional(),
    entitlements: z.record(z.string(), setting).optional(),
  }),
  token: z.strictObject({ platform: z.string(), person: z.string(), scopes: z.array(z.string()) }),
  app: z.strictObject({
    platform: z.string(),
    clientId: z.string().min(1),
    clientSecret: z.string(),
    redirectUris: z.array(z.string()),
    kind: z.string().optional(),
    scopes: z.array(z.string()).optional(),
    refresh: z.boolean().optional(),
  }),
  settings: z.object({ platform: z.string() }).catchall(setting),
  clock: z.strictObject({ advanceSeconds: seconds }),
  media: z.strictObject({ origin: z.url({ protocol: /^https?$/, normalize: true }) }),
}

async function read<T>(schema: z.ZodType<T>, request: Request): Promise<T> {
  const value: unknown = await request.json().catch(() => {
    throw new Refusal('the body is not JSON')
  })
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new Refusal(z.prettifyError(parsed.error))
  return parsed.data
}

function changeSettings(stage: Stage, { platform, ...changes }: z.infer<typeof schemas.settings>) {
  const { settings } = stage.place(platform)
  for (const [name, value] of Object.entries(changes)) {
    const old = settings[name]
    if (old === undefined)
      throw new Refusal(`${platform} has no setting "${name}"; there are: ${Object.keys(settings).join(', ')}`)
    if (typeof old !== typeof value) throw new Refusal(`"${name}" is a ${typeof old}`)
  }
  Object.assign(settings, changes)
  return settings
}

/** What can be ordered on each network, with a sentence each. */
function catalogue(stage: Stage): Record<string, Record<string, string>> {
  const sentences = (table: Readonly<Record<string, Trouble>>) =>
    Object.fromEntries(Object.entries(table).map(([name, trouble]) => [name, trouble.says]))
  return Object.fromEntries(stage.imitations.map((one) => [one.id, sentences({ ...troubles, ...one.troubles })]))
}

export function controlRoutes(stage: Stage): Hono {
  const app = new Hono()
  app.onError((error, c) => {
    if (error instanceof Refusal) return c.json({ error: error.message }, 400)
    throw error
  })
  app.get('/health', (c) =>
    c.json({ ok: true, now: new Date(stage.now()).toISOString(), platforms: stage.imitations.map((one) => one.id) }),
  )
  // A host that two networks share stands here for the first of them; `platform` asks for the places of one network.
  app.get('/hosts', (c) => {
    const platform = c.req.query('platform')
    const chosen = stage.imitations.filter((one) => platform === undefined || one.id === platform)
    return c.json(Object.assign({}, ...chosen.toReversed().map((one) => one.hosts)))
  })
  app.post('/media', async (c) => {
    stage.allowMedia((await read(schemas.media, c.req.raw)).origin)
    return c.json({ ok: true })
  })
  app.get('/ledger', (c) => c.json(stage.ledger.lines(c.req.query('platform'))))
  app.get('/requests', (c) => c.json(stage.ledger.requests(c.req.query('platform'))))
  app.get('/report', (c) => c.json(stage.place(c.req.query('platform') ?? '').report()))

  app.get('/faults', (c) => c.json({ active: stage.faults.list(c.req.query('platform')), known: catalogue(stage) }))
  app.post('/faults', async (c) => {
    const order = await read(schemas.fault, c.req.raw)
    stage.place(order.platform)
    const { left, until, id } = stage.faults.add(order)
    return c.json({ id, left, until }, 201)
  })
  app.delete('/faults', (c) => {
    stage.faults.clear(c.req.query('platform'))
    return c.json({ ok: true })
  })

  app.post('/reset', (c) => {
    stage.reset()
    return c.json({ ok: true })
  })
  app.post('/clock', async (c) => {
    stage.advance((await read(schemas.clock, c.req.raw)).advanceSeconds)
    return c.json({ now: new Date(stage.now()).toISOString() })
  })
  app.get('/people', (c) => c.json(stage.place(c.req.query('platform') ?? '').people()))
  app.post('/people', async (c) => {
    const { platform, ...person } = await read(schemas.person, c.req.raw)
    return c.json(stage.place(platform).addPerson(person), 201)
  })
  app.post('/tokens', async (c) => {
    const { platform, person, scopes } = await read(schemas.token, c.req.raw)
    return c.json(stage.place(platform).mint(person, scopes), 201)
  })
  app.post('/apps', async (c) => {
    const { platform, ...entry } = await read(schemas.app, c.req.raw)
    stage.place(platform).addApp(entry)
    return c.json({ clientId: entry.clientId }, 201)
  })
  app.get('/settings', (c) => c.json(stage.place(c.req.query('platform') ?? '').settings))
  app.post('/settings', async (c) => c.json(changeSettings(stage, await read(schemas.settings, c.req.raw))))
  return app
}
