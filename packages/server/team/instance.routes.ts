/** Binds what concerns the whole installation to the contract. */
import { openapi } from '@posthorn/contract/openapi.ts'
import { docsPage } from '@posthorn/contract/docs-page.ts'
import { routes, type instanceRoutes } from '@posthorn/contract/routes.ts'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { PlatformInfo } from '@posthorn/contract/schemas/channels.ts'
import { isConnectionTrouble } from '../database/errors.ts'
import { publishingResumed, publishingStopped } from '../events.ts'
import type { Handlers } from '../http/handler.ts'
import type { Parts } from '../parts.ts'
import { wakeAll } from '../publishing/wake.ts'
import { readInstance, resumeInstance, setRegistration, stopInstance } from './instance.store.ts'

type InstanceParts = Pick<Parts, 'web' | 'worker' | 'settings' | 'log'> & {
  readonly platformInfos: () => z.output<typeof PlatformInfo>[]
}

const version = '1'

export function instanceHandlers({
  web,
  worker,
  settings,
  log,
  platformInfos,
}: InstanceParts): Handlers<typeof instanceRoutes> {
  const health = async () => {
    try {
      await sql`select`.execute(web.kysely)
      return { status: 'ok' as const }
    } catch (error) {
      if (!isConnectionTrouble(error)) throw error
      return Response.json({ status: 'down' }, { status: 503 })
    }
  }
  const document = () => openapi(routes, { version, serverUrl: settings.backendUrl })
  return {
    'GET /health': health,
    'GET /api/v1/health': health,
    'GET /api/v1/openapi.json': async () => document(),
    'GET /api/v1/docs': async () =>
      new Response(docsPage(document()), { headers: { 'content-type': 'text/html; charset=utf-8' } }),
    'GET /api/v1/platforms': async () => ({ platforms: platformInfos() }),
    'POST /api/v1/instance/stop': async ({ input, person }) => {
      await stopInstance(web.kysely, input.why)
      publishingStopped(log, { person: person.id })
      return undefined
    },
    'POST /api/v1/instance/resume': async ({ person }) => {
      await resumeInstance(web.kysely)
      await wakeAll(worker.kysely)
      publishingResumed(log, { person: person.id })
      return undefined
    },
    'PATCH /api/v1/instance': async ({ input }) => {
      await setRegistration(web.kysely, input.openRegistration)
      const { openRegistration, stoppedAt } = await readInstance(web.kysely)
      return { openRegistration, stoppedAt: stoppedAt?.toISOString() ?? null }
    },
  }
}
