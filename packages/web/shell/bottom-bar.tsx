import { Ellipsis, Plus, type LucideIcon } from 'lucide-react'
import { lazy, Suspense, useState, type ComponentProps } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useAddress, useMay } from '../app/workspace.tsx'
import { classes } from '../components/classes.ts'
import { useAttention } from './attention.ts'
import { places } from './places.ts'
import { useIsHere } from './sidebar.tsx'

const More = lazy(() => import('./more-sheet.tsx'))
const onBar = ['today', 'calendar', 'posts']

const cell = (here: boolean): string =>
  classes(
    'relative flex min-w-0 flex-1 flex-col items-center justify-center gap-0.5 py-1.5 text-caption no-underline',
    here ? 'font-medium text-accent' : 'text-ink-2',
  )

/** The navigation of a phone. */
export function BottomBar() {
  const { t } = useTranslation('shell')
  const address = useAddress()
  const isHere = useIsHere()
  const attention = useAttention()
  const [open, setOpen] = useState(false)
  const compose = useMay('contributor')
  const more = places.filter((place) => !onBar.includes(place.id))
  const items = places.filter((place) => onBar.includes(place.id))
  const link = (index: number) => {
    const place = items[index]
    if (!place) return null
    const here = isHere(place)
    return (
      <Link key={place.id} href={address(place.path)} aria-current={here ? 'page' : undefined} className={cell(here)}>
        <Sign icon={place.icon} count={attention[place.id]} />
        {t(`place.${place.id}`)}
      </Link>
    )
  }
  return (
    <nav
      aria-label={t('navigation')}
      className="fixed inset-x-0 bottom-0 z-30 flex border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] rail:hidden"
    >
      {link(0)}
      {link(1)}
      {compose && (
        <Link
          href={address('/posts/new')}
          aria-label={t('new-post')}
          className="flex flex-1 items-center justify-center"
        >
          <span className="flex size-10 items-center justify-center rounded-full bg-ink text-surface">
            <Plus aria-hidden size={20} />
          </span>
        </Link>
      )}
      {link(2)}
      <button type="button" aria-haspopup="dialog" onClick={() => setOpen(true)} className={cell(more.some(isHere))}>
        <Sign icon={Ellipsis} count={attention.channels} />
        {t('more')}
      </button>
      <Suspense>{open && <More onClose={() => setOpen(false)} places={more} />}</Suspense>
    </nav>
  )
}

function Sign({ icon: Icon, count = 0 }: { icon: LucideIcon; count?: number | undefined } & ComponentProps<'span'>) {
  const { t } = useTranslation('shell')
  return (
    <span className="relative">
      <Icon aria-hidden size={20} strokeWidth={1.5} />
      {count > 0 && (
        <span className="figures absolute -end-2.5 -top-1 rounded-full bg-needs px-1 text-[0.625rem]/4 font-medium text-surface">
          <span aria-hidden>{count}</span>
          <span className="heard-only">{t('needs-you', { count })}</span>
        </span>
      )}
    </span>
  )
}
