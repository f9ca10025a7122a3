/** Every module's handlers beside its table of routes. A module that is not here has no address. */
import { join } from 'node:path'
import {
  analyticsRoutes,
  channelRoutes,
  instanceRoutes,
  peopleRoutes,
  postRoutes,
  writingRoutes,
} from '@posthorn/contract/routes.ts'
import { analyticsHandlers } from './analytics/analytics.routes.ts'
import { platformInfos } from './channels/platforms.ts'
import { channelHandlers } from './channels/channels.routes.ts'
import { createApp } from './http/app.ts'
import { webApp } from './http/web-app.ts'
import type { Parts } from './parts.ts'
import { postHandlers } from './posts/posts.routes.ts'
import { instanceHandlers } from './team/instance.routes.ts'
import { peopleHandlers } from './team/people.routes.ts'
import { writingHandlers } from './writing/writing.routes.ts'

const builtWeb = join(import.meta.dirname, '../web/dist')

/** The whole web server. */
export const serverApp = (parts: Parts, { web = builtWeb }: { web?: string } = {}) =>
  createApp(
    parts,
    (add) => {
      add(instanceRoutes, instanceHandlers({ ...parts, platformInfos: () => platformInfos(parts) }))
      add(peopleRoutes, peopleHandlers(parts))
      add(channelRoutes, channelHandlers(parts))
      add(postRoutes, postHandlers(parts))
      add(analyticsRoutes, analyticsHandlers(parts))
      add(writingRoutes, writingHandlers(parts))
    },
    { pages: webApp(web) },
  )
