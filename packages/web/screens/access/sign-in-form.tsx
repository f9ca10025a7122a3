import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, type Me } from '../../app/api.ts'
import { keys } from '../../app/queries.ts'
import { PasswordField, TextField } from '../../components/field.tsx'
import { Form } from './form.tsx'

/** E-mail and password. The page and the dialog over a page share it. */
export function SignInForm({ email, onDone }: { email?: string | undefined; onDone: (me: Me) => void }) {
  const { t } = useTranslation('access')
  const client = useQueryClient()
  const signIn = useMutation({
    mutationFn: (body: { email: string; password: string }) => api('POST /api/v1/auth/sign-in', { body }),
    onSuccess: ({ data }) => {
      client.setQueryData(keys.me, data)
      onDone(data)
    },
  })
  return (
    <Form
      error={signIn.error}
      busy={signIn.isPending}
      sentAt={signIn.submittedAt}
      submit={t('sign-in')}
      onSubmit={(value) => signIn.mutate({ email: value('email'), password: value('password') })}
    >
      <TextField label={t('email')} name="email" type="email" autoComplete="username" required defaultValue={email} />
      <PasswordField label={t('password')} name="password" autoComplete="current-password" required />
    </Form>
  )
}
