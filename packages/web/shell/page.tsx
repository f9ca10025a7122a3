import { ChevronDown, Plus } from 'lucide-react'
import { lazy, Suspense, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { cityOf, offsetOf, ownZone } from '../app/time.ts'
import { useTitle } from '../app/title.ts'
import { useAddress, useMay, useWorkspace, useZone } from '../app/workspace.tsx'
import { Button, LinkButton } from '../components/button.tsx'
import { classes } from '../components/classes.ts'

const ZonePicker = lazy(async () => ({ default: (await import('../components/zone-picker.tsx')).ZonePicker }))

interface Props {
  title: string
  /** What else belongs into the title of the window, such as the range on screen. */
  detail?: string | undefined
  /** Controls beside the title. */
  controls?: ReactNode
  /** The one primary button; "New post" unless the page has its own, null for none. */
  primary?: ReactNode
  /** Leaves out the zone where no clock time is shown. */
  timeless?: boolean | undefined
  /** Uses the whole width. */
  wide?: boolean | undefined
  children: ReactNode
}

/** A page: its name, the zone of its times, what one can do, and the content. */
export function Page({ title, detail, controls, primary, timeless, wide, children }: Props) {
  const workspace = useWorkspace()
  useTitle(detail === undefined ? title : `${title}, ${detail}`, workspace.name)
  return (
    <>
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2 wide:px-6">
        <h1 className="text-title font-strong">{title}</h1>
        {controls !== undefined && <div className="max-rail:order-last max-rail:w-full">{controls}</div>}
        <div className="ms-auto flex flex-wrap items-center justify-end gap-2">
          {timeless ? null : <ZoneLine />}
          {primary === undefined ? <NewPost /> : primary}
        </div>
      </header>
      <div className={classes('flex min-h-0 w-full flex-1 flex-col p-4 wide:px-6', !wide && 'max-w-5xl')}>
        {children}
      </div>
    </>
  )
}

/** "Times in Rome (UTC+1)": always on screen where a clock time is. */
export function ZoneLine() {
  const { t } = useTranslation('shell')
  const [zone, setZone] = useZone()
  const workspace = useWorkspace()
  const says = t('times-in', { city: cityOf(zone), offset: offsetOf(zone) })
  const [wanted, want] = useState(false)
  const closed = (
    <Button look="quiet" aria-haspopup="dialog" aria-label={`${t('zone-label')}: ${says}`} onClick={() => want(true)}>
      <span className="figures">{says}</span>
      <ChevronDown aria-hidden size={14} />
    </Button>
  )
  if (!wanted) return closed
  return (
    <Suspense fallback={closed}>
      <ZonePicker
        defaultOpen
        look="quiet"
        label={t('zone-label')}
        says={says}
        value={zone}
        onChange={setZone}
        first={[workspace.zone, ownZone()]}
      />
    </Suspense>
  )
}

function NewPost() {
  const { t } = useTranslation('shell')
  const address = useAddress()
  if (!useMay('contributor')) return null
  return (
    <LinkButton look="primary" href={address('/posts/new')} className="max-rail:hidden">
      <Plus aria-hidden size={16} />
      {t('new-post')}
    </LinkButton>
  )
}
