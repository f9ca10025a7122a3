import { useTranslation } from 'react-i18next'
import type { PlatformInfo } from '../../app/api.ts'
import { PasswordField, TextField } from '../../components/field.tsx'
import { Form, useFieldError } from '../access/form.tsx'
import { useConnect } from './use-connect.ts'

interface Props {
  platform: PlatformInfo
  way: PlatformInfo['ways'][number]
  /** The channel to connect again: its server is known. */
  reconnects?: string | undefined
  onDone: () => void
}

/** What a person types to be found at a server of their own, and the app password where one is wanted. */
export function HostForm({ platform, way, reconnects, onDone }: Props) {
  const { t } = useTranslation('channels')
  const connect = useConnect({ inline: true, onDone })
  const wrong = useFieldError(connect.error)
  const byPassword = way.how === 'app-password'
  const asks = reconnects === undefined ? way.ask : null
  const { label } = platform
  return (
    <Form
      error={connect.error}
      busy={connect.isPending}
      sentAt={connect.submittedAt}
      submit={byPassword ? t('connect-it') : t('go', { platform: label })}
      fields={[...(asks ? ['typed'] : []), ...(byPassword ? ['password'] : [])]}
      onSubmit={(value) =>
        connect.mutate({
          platform: platform.id,
          network: 'real',
          via: way.via,
          reconnects,
          ...(asks && { typed: value('typed') }),
          ...(byPassword && { password: value('password') }),
        })
      }
    >
      {asks && (
        <TextField
          label={asks.label}
          name="typed"
          placeholder={asks.example}
          autoComplete={byPassword ? 'username' : 'off'}
          autoCapitalize="none"
          spellCheck={false}
          maxLength={300}
          required
          error={wrong('typed')}
        />
      )}
      {byPassword && (
        <PasswordField
          label={t('app-password')}
          name="password"
          hint={t('app-password-hint', { platform: label })}
          autoComplete="off"
          maxLength={200}
          required
          error={wrong('password')}
        />
      )}
    </Form>
  )
}
