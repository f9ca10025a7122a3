import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { singleKeys } from '../../app/hotkeys.ts'
import { useMe } from '../../app/queries.ts'
import { useStore } from '../../app/store.ts'
import { densities, density, theme, themes } from '../../app/theme.ts'
import { say } from '../../app/toasts.ts'
import { CheckField, PasswordField } from '../../components/field.tsx'
import { Switch } from '../../components/switch.tsx'
import { Form } from '../access/form.tsx'

/** What is one's own: looks, keys, password. */
export function Personal() {
  const { t } = useTranslation(['settings', 'shell', 'access'])
  const me = useMe()
  const [chosenTheme, chosenDensity, single] = [useStore(theme), useStore(density), useStore(singleKeys)]
  return (
    <div className="flex max-w-xl flex-col gap-6">
      <p>
        <bdi className="font-medium">{me.person.name}</bdi> <bdi className="text-ink-2">{me.person.email}</bdi>
      </p>
      <fieldset>
        <legend className="pb-1 font-medium">{t('shell:theme-legend')}</legend>
        {themes.map((one) => (
          <CheckField
            key={one}
            type="radio"
            name="theme"
            label={t(`shell:theme.${one}`)}
            checked={one === chosenTheme}
            onChange={() => theme.set(one)}
          />
        ))}
      </fieldset>
      <fieldset>
        <legend className="pb-1 font-medium">{t('rows')}</legend>
        {densities.map((one) => (
          <CheckField
            key={one}
            type="radio"
            name="density"
            label={t(`shell:density.${one}`)}
            checked={one === chosenDensity}
            onChange={() => density.set(one)}
          />
        ))}
      </fieldset>
      <Switch
        label={t('shell:keys.single')}
        hint={t('shell:keys.single-hint')}
        checked={single === 'on'}
        onChange={(on) => singleKeys.set(on ? 'on' : 'off')}
      />
      <Password />
    </div>
  )
}

function Password() {
  const { t } = useTranslation(['settings', 'access'])
  const change = useMutation({
    mutationFn: (body: { old: string; new: string }) => api('POST /api/v1/auth/password', { body }),
    onSuccess: () => say(t('password-changed')),
  })
  return (
    <section>
      <h3 className="pb-2 font-medium">{t('password-change')}</h3>
      <Form
        // A new form after each success: old secrets do not stay in fields.
        key={change.isSuccess ? change.submittedAt : 'first'}
        error={change.error}
        busy={change.isPending}
        sentAt={change.submittedAt}
        submit={t('password-change')}
        onSubmit={(value) => change.mutate({ old: value('old'), new: value('new') })}
      >
        <PasswordField label={t('password-old')} name="old" autoComplete="current-password" required />
        <PasswordField
          label={t('password-new')}
          hint={t('access:password-rule')}
          name="new"
          autoComplete="new-password"
          minLength={8}
          required
        />
      </Form>
    </section>
  )
}
