import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { loadWords } from '../../app/i18n.ts'
import { meQuery } from '../../app/queries.ts'
import { sessionEnded } from '../../app/session.ts'
import { AlertDialog } from '../../components/dialog.tsx'
import { SignInForm } from './sign-in-form.tsx'

/** The session ended while somebody was working: the page stays as it is, and goes on after signing in. */
export default function SessionDialog() {
  const { t } = useTranslation('access')
  const client = useQueryClient()
  const me = useQuery({ ...meQuery, enabled: false }).data
  const [ready, setReady] = useState(false)
  useEffect(() => void loadWords(['access']).then(() => setReady(true)), [])
  if (!ready) return null
  return (
    <AlertDialog open onClose={() => undefined} title={t('ended.title')} says={t('ended.says')}>
      <SignInForm
        email={me?.person.email}
        onDone={(now) => {
          sessionEnded.set(false)
          // Somebody else must not see what the person before had open.
          if (me && now.person.id !== me.person.id) location.assign(import.meta.env.BASE_URL)
          else void client.invalidateQueries()
        }}
      />
    </AlertDialog>
  )
}
