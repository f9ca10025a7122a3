import { useState, type ComponentProps } from 'react'
import { useTranslation } from 'react-i18next'
import type { Channel } from '../../app/api.ts'
import { usePlatforms } from '../../app/queries.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { HostForm } from './host-form.tsx'
import { useConnect } from './use-connect.ts'

type Look = Pick<ComponentProps<typeof Button>, 'look' | 'size'>

/** Connects a channel again, in place. Only an app password has to be asked for: it is kept nowhere. */
export function ReconnectButton({ channel, ...look }: Look & { channel: Channel }) {
  const { t } = useTranslation('channels')
  const [asking, ask] = useState(false)
  const connect = useConnect()
  const { id, platform, network, via } = channel
  const info = usePlatforms().data?.find((one) => one.id === platform)
  const way = info?.ways.find((one) => one.via === via)
  const asks = network === 'real' && way?.how === 'app-password'
  return (
    <>
      <Button
        {...look}
        busy={connect.isPending}
        onClick={() => (asks ? ask(true) : connect.mutate({ platform, network, via, reconnects: id }))}
      >
        {t('reconnect')}
      </Button>
      {asking && info && way && (
        <Dialog
          open
          onClose={() => ask(false)}
          title={t('reconnect-what', { name: channel.name || channel.handle })}
          says={t('reconnect-hint')}
        >
          <HostForm platform={info} way={way} reconnects={id} onDone={() => ask(false)} />
        </Dialog>
      )}
    </>
  )
}
