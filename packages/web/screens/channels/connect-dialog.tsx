import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlatformInfo } from '../../app/api.ts'
import { usePlatforms } from '../../app/queries.ts'
import { Button } from '../../components/button.tsx'
import { classes } from '../../components/classes.ts'
import { CopyValue } from '../../components/copy-value.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorCard } from '../../components/error-card.tsx'
import { PlatformGlyph } from '../../components/platform-glyph.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { PracticeButton } from './practice-button.tsx'
import { useConnect } from './use-connect.ts'

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
        <Ways platform={platform} onBack={() => choose(undefined)} />
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
            <p className="min-w-0 flex-1 text-row text-ink-2">{t('practice-hint')}</p>
          </div>
        </>
      )}
    </Dialog>
  )
}

function Ways({ platform, onBack }: { platform: PlatformInfo; onBack: () => void }) {
  const { t } = useTranslation('channels')
  const connect = useConnect()
  const start = (network: 'sandbox' | 'real', via?: string) => connect.mutate({ platform: platform.id, network, via })
  return (
    <div className="flex flex-col gap-4">
      {platform.sandbox && (
        <section className="card flex flex-wrap items-center gap-3 p-3">
          <span aria-hidden className="sandbox-edge size-4 rounded-full" />
          <p className="min-w-0 flex-1">
            <strong>{t('in-sandbox')}</strong>
            <span className="block text-row text-ink-2">{t('in-sandbox-hint')}</span>
          </p>
          <Button busy={connect.isPending} onClick={() => start('sandbox', platform.ways[0]?.via)}>
            {t('connect-sandbox')}
          </Button>
        </section>
      )}
      {platform.ways.map((way) => (
        <section key={way.via} className="card flex flex-col gap-3 p-3">
          <div className="flex flex-wrap items-center gap-3">
            <p className="min-w-0 flex-1">
              <strong>{platform.ways.length > 1 ? t('real-by', { via: way.via }) : t('real')}</strong>
              {way.scopes.length > 0 && (
                <span className="block text-row text-ink-2">{t('asks-for', { scopes: way.scopes.join(', ') })}</span>
              )}
            </p>
            <Button
              busy={connect.isPending}
              reason={way.ready ? undefined : t('lacks', { variables: way.missing.join(', ') })}
              onClick={() => start('real', way.via)}
            >
              {t('go', { platform: platform.label })}
            </Button>
          </div>
          {!way.ready && (
            <div className="flex flex-col gap-2">
              <p className="text-row">{t('lacks-says', { platform: platform.label })}</p>
              <ul className="flex flex-col gap-1">
                {way.missing.map((name) => (
                  <li key={name}>
                    <CopyValue value={`${name}=`} label={name} />
                  </li>
                ))}
              </ul>
              <p className="text-row">{t('callback-says', { platform: platform.label })}</p>
              <CopyValue value={way.callback} label={t('callback')} />
            </div>
          )}
        </section>
      ))}
      <Button look="quiet" className="self-start" onClick={onBack}>
        {t('other')}
      </Button>
    </div>
  )
}
