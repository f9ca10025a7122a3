import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePlatforms } from '../../app/queries.ts'
import { classes } from '../../components/classes.ts'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorCard } from '../../components/error-card.tsx'
import { PlatformGlyph } from '../../components/platform-glyph.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { PracticeButton } from './practice-button.tsx'
import { Ways } from './ways.tsx'

/** All networks as tiles; then, before leaving for one, what will be asked and what this server still lacks. */
export default function ConnectDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('channels')
  const platforms = usePlatforms()
  const [chosen, choose] = useState<string>()
  const platform = platforms.data?.find((one) => one.id === chosen)
  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title={platform ? t('connect-what', { platform: platform.label }) : t('connect-which')}
    >
      {platforms.error && <ErrorCard error={platforms.error} retry={() => void platforms.refetch()} />}
      {!platforms.data && !platforms.error && <Skeleton rows={4} />}
      {platform ? (
        <Ways platform={platform} onBack={() => choose(undefined)} onDone={onClose} />
      ) : (
        <>
          <ul className="grid grid-cols-2 gap-2 rail:grid-cols-4">
            {platforms.data?.map((one) => (
              <li key={one.id}>
                <button
                  type="button"
                  onClick={() => choose(one.id)}
                  className="flex min-h-20 w-full flex-col items-start gap-1 rounded-card border border-line p-3 text-start hover:border-ctrl hover:bg-canvas"
                >
                  <span className="flex items-center gap-2 font-medium">
                    <PlatformGlyph platform={one.id} size={18} />
                    {one.label}
                  </span>
                  <span
                    className={classes('text-row', one.ways.some((way) => way.ready) ? 'text-published' : 'text-ink-3')}
                  >
                    {one.ways.some((way) => way.ready)
                      ? t('real-ready')
                      : one.sandbox
                        ? t('sandbox-only')
                        : t('no-app')}
                  </span>
                </button>
              </li>
            ))}
          </ul>
          <div className="flex flex-wrap items-center gap-3 pt-4">
            <PracticeButton onDone={onClose} />
            <p className="min-w-56 flex-1 text-row text-ink-2">{t('practice-hint')}</p>
          </div>
        </>
      )}
    </Dialog>
  )
}
