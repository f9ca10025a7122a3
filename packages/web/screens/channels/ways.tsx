import { useTranslation } from 'react-i18next'
import type { PlatformInfo } from '../../app/api.ts'
import { usePlatforms } from '../../app/queries.ts'
import { Button } from '../../components/button.tsx'
import { CopyValue } from '../../components/copy-value.tsx'
import { HostForm } from './host-form.tsx'
import { useConnect } from './use-connect.ts'

type Way = PlatformInfo['ways'][number]

/** The ways to connect one network: in the sandbox, and each of the real ones by a plain name. */
export function Ways({ platform, onBack, onDone }: { platform: PlatformInfo; onBack: () => void; onDone: () => void }) {
  const { t } = useTranslation('channels')
  const connect = useConnect({ onDone })
  return (
    <div className="flex flex-col gap-4">
      {platform.sandbox && (
        <section className="card flex flex-wrap items-center gap-3 p-3">
          <span aria-hidden className="sandbox-edge size-4 rounded-full" />
          <p className="min-w-52 flex-1">
            <strong>{t('in-sandbox')}</strong>
            <span className="block text-row text-ink-2">{t('in-sandbox-hint')}</span>
          </p>
          <Button
            busy={connect.isPending}
            onClick={() => connect.mutate({ platform: platform.id, network: 'sandbox', via: platform.ways[0]?.via })}
          >
            {t('connect-sandbox')}
          </Button>
        </section>
      )}
      {platform.ways.map((way) => (
        <section key={way.via} className="card flex flex-col gap-3 p-3">
          <RealWay platform={platform} way={way} onDone={onDone} />
        </section>
      ))}
      <Button look="quiet" className="self-start" onClick={onBack}>
        {t('other')}
      </Button>
    </div>
  )
}

function RealWay({ platform, way, onDone }: { platform: PlatformInfo; way: Way; onDone: () => void }) {
  const { t } = useTranslation('channels')
  const connect = useConnect()
  const { label } = platform
  const by = useWayName(platform, way.via)
  const name = {
    oauth: by ?? t('real'),
    'oauth-at-host': t('real-at-server', { platform: label }),
    'app-password': t('real-by-password'),
  }[way.how]
  const isFixed = way.how === 'oauth'
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <p className="min-w-52 flex-1 wrap-anywhere">
          <strong>{name}</strong>
          {way.scopes.length > 0 && (
            <span className="block text-row text-ink-2">{t('asks-for', { scopes: way.scopes.join(', ') })}</span>
          )}
        </p>
        {isFixed && (
          <Button
            busy={connect.isPending}
            reason={way.ready ? undefined : t('lacks', { variables: way.missing.join(', ') })}
            onClick={() => connect.mutate({ platform: platform.id, network: 'real', via: way.via })}
          >
            {t('go', { platform: label })}
          </Button>
        )}
      </div>
      {!way.ready && <Lacks platform={platform} way={way} />}
      {!isFixed && way.ready && <HostForm platform={platform} way={way} onDone={onDone} />}
    </>
  )
}

const knownWays = ['member', 'pages', 'direct', 'drafts'] as const

/** What tells one way from the others of its network: what it may do, or through whom one signs in. */
function useWayName({ ways }: PlatformInfo, via: string): string | undefined {
  const { t } = useTranslation('channels')
  const platforms = usePlatforms()
  if (ways.length === 1) return undefined
  const known = knownWays.find((one) => one === via)
  if (known) return t(`way.${known}`)
  const through = platforms.data?.find((one) => one.id === via)
  return through ? t('real-through', { platform: through.label }) : t('real-by', { via })
}

/** What whoever runs this server has to set first. */
function Lacks({ platform: { label }, way }: { platform: PlatformInfo; way: Way }) {
  const { t } = useTranslation('channels')
  const wantsApp = way.how === 'oauth'
  return (
    <div className="flex flex-col gap-2">
      <p className="text-row">{t(wantsApp ? 'lacks-says' : 'lacks-address', { platform: label })}</p>
      <ul className="flex flex-col gap-1">
        {way.missing.map((name) => (
          <li key={name}>
            <CopyValue value={`${name}=`} label={name} />
          </li>
        ))}
      </ul>
      {wantsApp && (
        <>
          <p className="text-row">{t('callback-says', { platform: label })}</p>
          <CopyValue value={way.callback} label={t('callback')} />
        </>
      )}
    </div>
  )
}
