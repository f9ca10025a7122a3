import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, type Me } from '../../app/api.ts'
import { keys } from '../../app/queries.ts'
import { ownZone } from '../../app/time.ts'
import { PasswordField, TextField } from '../../components/field.tsx'
import { Form, useFieldError } from './form.tsx'

interface Props {
  /** With it one joins a workspace; without, one makes a workspace of one's own. */
  invitation?: { token: string; email: string } | undefined
  submit: string
  onDone: (me: Me) => void
}

/** A new person. */
export function SignUpForm({ invitation, submit, onDone }: Props) {
  const { t } = useTranslation('access')
  const client = useQueryClient()
  const signUp = useMutation({
    mutationFn: (value: (name: string) => string) =>
      api('POST /api/v1/auth/sign-up', {
        body: {
          name: value('name'),
          email: invitation?.email ?? value('email'),
          password: value('password'),
          ...(invitation
            ? { invitation: invitation.token }
            : { workspace: { name: value('workspace'), zone: ownZone() } }),
        },
      }),
    onSuccess: ({ data }) => {
      client.setQueryData(keys.me, data)
      onDone(data)
    },
  })
  const wrong = useFieldError(signUp.error)
  return (
    <Form
      error={signUp.error}
      busy={signUp.isPending}
      sentAt={signUp.submittedAt}
      submit={submit}
      onSubmit={signUp.mutate}
      fields={['name', 'email', 'password']}
    >
      <TextField label={t('name')} name="name" autoComplete="name" required error={wrong('name')} />
      <TextField
        label={t('email')}
        name="email"
        type="email"
        autoComplete="username"
        required
        readOnly={invitation !== undefined}
        defaultValue={invitation?.email}
        error={wrong('email')}
      />
      <PasswordField
        label={t('password')}
        hint={t('password-rule')}
        name="password"
        autoComplete="new-password"
        minLength={8}
        required
        error={wrong('password')}
      />
      {!invitation && (
        <TextField
          label={t('workspace')}
          hint={t('workspace-hint')}
          name="workspace"
          autoComplete="organization"
          required
        />
      )}
    </Form>
  )
}
