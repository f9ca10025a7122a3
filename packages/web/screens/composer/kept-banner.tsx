import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { showTime } from '../../app/time.ts'
import { useZone } from '../../app/workspace.tsx'
import { Banner } from '../../components/banner.tsx'
import { Button } from '../../components/button.tsx'
import { emptyDraft } from './draft.ts'
import type { useComposer } from './use-composer.ts'

/** What this browser kept when the tab went away: already on screen, or offered where somebody wrote on meanwhile. */
export function KeptBanner({ composer }: { composer: ReturnType<typeof useComposer> }) {
  const { t } = useTranslation(['composer', 'common'])
  const [zone] = useZone()
  const [answered, setAnswered] = useState(false)
  const { kept } = composer
  if (!kept || answered) return null
  const time = showTime(kept.copy.at, zone, 'time')
  const discard = () => {
    composer.keeper.forgetCopy()
    if (!kept.older) composer.replace(composer.stored ?? emptyDraft())
    setAnswered(true)
  }
  return (
    <Banner
      kind="info"
      className="rounded-card"
      action={
        <span className="flex gap-2">
          {kept.older && (
            <Button
              size="small"
              onClick={() => {
                composer.replace(kept.copy.draft)
                setAnswered(true)
              }}
            >
              {t('kept.use')}
            </Button>
          )}
          <Button size="small" look="quiet" onClick={discard}>
            {t('kept.discard')}
          </Button>
          {!kept.older && (
            <Button size="small" onClick={() => setAnswered(true)}>
              {t('kept.keep')}
            </Button>
          )}
        </span>
      }
    >
      {kept.older ? t('kept.older', { time }) : t('kept.restored', { time })}
    </Banner>
  )
}
