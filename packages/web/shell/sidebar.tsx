import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import { useAddress } from '../app/workspace.tsx'
import { classes } from '../components/classes.ts'
import { useAttention } from './attention.ts'
import { Horn } from './horn.tsx'
import { LiveStatus } from './live-status.tsx'
import { places, type Place } from './places.ts'
import { WorkspaceMenu } from './workspace-menu.tsx'

/** Is this place, or something inside it, on screen? */
export function useIsHere(): (place: Place) => boolean {
  const [path] = useLocation()
  const home = useAddress()()
  return ({ path: rest }) => (rest === '' ? path === home : path === home + rest || path.startsWith(`${home}${rest}/`))
}

/** The navigation at the start edge: names on wide screens, signs alone on middling ones. */
export function Sidebar() {
  const { t } = useTranslation('shell')
  return (
    <div className="sticky top-0 hidden h-dvh w-14 shrink-0 flex-col border-e border-line bg-canvas p-2 rail:flex wide:w-52">
      <div className="flex items-center gap-1 pb-2">
        <Horn className="mx-2 hidden shrink-0 wide:block" />
        <WorkspaceMenu />
      </div>
      <nav aria-label={t('navigation')} className="flex flex-1 flex-col gap-0.5">
        {places.map((place) => (
          <NavItem key={place.id} place={place} />
        ))}
      </nav>
      <LiveStatus />
    </div>
  )
}

function NavItem({ place }: { place: Place }) {
  const { t } = useTranslation('shell')
  const address = useAddress()
  const here = useIsHere()(place)
  const count = useAttention()[place.id] ?? 0
  const name = t(`place.${place.id}`)
  return (
    <Link
      href={address(place.path)}
      title={name}
      aria-current={here ? 'page' : undefined}
      aria-keyshortcuts={`G ${place.key.toUpperCase()}`}
      className={classes(
        'relative flex min-h-9 items-center gap-2.5 rounded-control px-2.5 text-ink no-underline hover:bg-sunken hover:no-underline pointer-coarse:min-h-11',
        place.id === 'settings' && 'mt-2',
        here && 'bg-accent-soft font-medium',
      )}
    >
      <place.icon
        aria-hidden
        size={18}
        strokeWidth={1.5}
        className={classes('shrink-0', here ? 'text-accent' : 'text-ink-2')}
      />
      <span className="min-w-0 flex-1 truncate max-wide:heard-only">{name}</span>
      {count > 0 && (
        <span className="figures rounded-full bg-needs px-1.5 text-caption font-medium text-surface max-wide:absolute max-wide:-end-0.5 max-wide:top-0">
          <span aria-hidden>{count}</span>
          <span className="heard-only">{t('needs-you', { count })}</span>
        </span>
      )}
    </Link>
  )
}
