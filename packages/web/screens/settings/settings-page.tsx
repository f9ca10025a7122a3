import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'wouter'
import { useAddress } from '../../app/workspace.tsx'
import { classes } from '../../components/classes.ts'
import { NotHere } from '../../shell/not-here.tsx'
import { Page } from '../../shell/page.tsx'
import { General } from './general.tsx'
import { People } from './people.tsx'
import { Personal } from './personal.tsx'
import { Stop } from './stop.tsx'

const pages = { general: General, people: People, stop: Stop, me: Personal } as const
type Name = keyof typeof pages
const names: readonly Name[] = ['general', 'people', 'stop', 'me']

/** The rules of the workspace, one page a topic. */
export default function SettingsPage() {
  const { t } = useTranslation('settings')
  const { page = 'general' } = useParams()
  const address = useAddress()
  const name = names.find((one) => one === page)
  if (!name) return <NotHere home={address()} />
  const Body = pages[name]
  return (
    <Page title={t('title')} detail={t(`page.${name}`)} primary={null} timeless>
      <div className="flex flex-col gap-x-10 gap-y-4 rail:flex-row">
        <nav aria-label={t('title')} className="relative flex shrink-0 gap-1 overflow-x-auto rail:w-40 rail:flex-col">
          {names.map((one) => (
            <Link
              key={one}
              href={address(`/settings/${one}`)}
              aria-current={one === name ? 'page' : undefined}
              className={classes(
                'flex min-h-9 items-center rounded-control px-2.5 whitespace-nowrap text-ink no-underline hover:bg-sunken hover:no-underline pointer-coarse:min-h-11',
                one === name && 'bg-accent-soft font-medium',
              )}
            >
              {t(`page.${one}`)}
            </Link>
          ))}
        </nav>
        <section className="min-w-0 flex-1">
          <h2 className="pb-3 text-section font-strong">{t(`page.${name}`)}</h2>
          <Body />
        </section>
      </div>
    </Page>
  )
}
