import { Suspense, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Route, Switch, useLocation } from 'wouter'
import { useLive } from '../app/live.ts'
import { useMe } from '../app/queries.ts'
import { WorkspaceProvider } from '../app/workspace.tsx'
import { Banners } from './banners.tsx'
import { BottomBar } from './bottom-bar.tsx'
import { Failure } from './failure.tsx'
import { NotHere } from './not-here.tsx'
import * as screens from './routes.ts'
import { ShellKeys } from './shell-keys.tsx'
import { Sidebar } from './sidebar.tsx'
import { WaitingScreen } from './waiting-screen.tsx'

/** Everything around the pages of one workspace. */
export function WorkspaceShell({ id }: { id: string }) {
  const workspace = useMe().workspaces.find((one) => one.id === id)
  return workspace ? (
    <WorkspaceProvider key={id} workspace={workspace}>
      <Frame id={id} />
    </WorkspaceProvider>
  ) : (
    <NotHere />
  )
}

function Frame({ id }: { id: string }) {
  const { t } = useTranslation('shell')
  useLive(id)
  useEffect(() => localStorage.setItem('posthorn.workspace', id), [id])
  const [path] = useLocation()
  return (
    <div className="flex min-h-dvh">
      <a href="#content" className="float fixed start-2 top-2 z-50 -translate-y-20 px-3 py-2 focus:translate-y-0">
        {t('skip')}
      </a>
      <Sidebar />
      <div className="flex min-w-0 flex-1 flex-col pb-[calc(3.5rem+env(safe-area-inset-bottom))] rail:pb-0">
        <Banners />
        <main id="content" tabIndex={-1} className="flex min-w-0 flex-1 flex-col outline-none">
          {/* A page that failed does not take the next one with it. */}
          <Failure page={path}>
            <Suspense fallback={<WaitingScreen />}>
              <Pages />
            </Suspense>
          </Failure>
        </main>
      </div>
      <BottomBar />
      <ShellKeys />
    </div>
  )
}

const Pages = () => (
  <Switch>
    <Route path="/w/:ws" component={screens.Today} />
    <Route path="/w/:ws/calendar" component={screens.Calendar} />
    <Route path="/w/:ws/posts" component={screens.Posts} />
    <Route path="/w/:ws/posts/:id/delivery" component={screens.Delivery} />
    <Route path="/w/:ws/posts/:id" component={screens.Composer} />
    <Route path="/w/:ws/delivery" component={screens.Delivery} />
    <Route path="/w/:ws/delivery/:publication" component={screens.Delivery} />
    <Route path="/w/:ws/channels" component={screens.Channels} />
    <Route path="/w/:ws/channels/:id" component={screens.Channel} />
    <Route path="/w/:ws/settings/:page?" component={screens.Settings} />
    <Route>
      <NotHere />
    </Route>
  </Switch>
)
