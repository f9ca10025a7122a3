import { CSPProvider } from '@base-ui/react/csp-provider'
import { QueryClientProvider } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { Redirect, Route, Router, Switch, useSearch } from 'wouter'
import { queryClient } from '../app/query-client.ts'
import { useMe } from '../app/queries.ts'
import { useStore } from '../app/store.ts'
import { sessionEnded } from '../app/session.ts'
import { toasts } from '../app/toasts.ts'
import { Failure } from './failure.tsx'
import { NotHere } from './not-here.tsx'
import { Invitation, SetUp, SignIn, SignUp } from './routes.ts'
import { SignedIn } from './signed-in.tsx'
import { WaitingScreen } from './waiting-screen.tsx'
import { WorkspaceShell } from './workspace-shell.tsx'

const SessionDialog = lazy(() => import('../screens/access/session-dialog.tsx'))
const ToastList = lazy(async () => ({ default: (await import('../components/toast-list.tsx')).ToastList }))

/** The whole app: who is here, and which page. */
export function Root() {
  return (
    <QueryClientProvider client={queryClient}>
      {/* The content policy allows no style elements; what they would hold stands in styles/. */}
      <CSPProvider disableStyleElements>
        <Router base={import.meta.env.BASE_URL.replace(/\/$/, '')}>
          <Failure>
            <Suspense fallback={<WaitingScreen />}>
              <Switch>
                <Route path="/setup" component={SetUp} />
                <Route path="/sign-in" component={SignIn} />
                <Route path="/sign-up" component={SignUp} />
                <Route path="/invite/:token" component={Invitation} />
                <Route>
                  <SignedIn>
                    <Switch>
                      <Route path="/w/:ws/*?">{({ ws }) => <WorkspaceShell id={ws} />}</Route>
                      <Route path="/" component={Home} />
                      <Route>
                        <NotHere />
                      </Route>
                    </Switch>
                  </SignedIn>
                </Route>
              </Switch>
            </Suspense>
            <Overlays />
          </Failure>
        </Router>
      </CSPProvider>
    </QueryClientProvider>
  )
}

/** What lies over any page; loaded when first needed. */
function Overlays() {
  const ended = useStore(sessionEnded)
  const spoken = useStore(toasts).length > 0
  return (
    <Suspense>
      {ended && <SessionDialog />}
      {spoken && <ToastList />}
    </Suspense>
  )
}

/** The start: the workspace one was in last. */
function Home() {
  const { workspaces } = useMe()
  const failed = new URLSearchParams(useSearch()).has('problem')
  const last = localStorage.getItem('posthorn.workspace')
  const workspace = workspaces.find((one) => one.id === last) ?? workspaces[0]
  if (!workspace) return <NotHere />
  // A network's answer that belongs to no attempt of ours comes back here; the channels say what went wrong.
  return <Redirect to={failed ? `/w/${workspace.id}/channels${location.search}` : `/w/${workspace.id}`} replace />
}
