import { useTranslation } from 'react-i18next'
import { connection } from '../app/live.ts'
import { useStore } from '../app/store.ts'

/** Says how fresh the page is, when it is anything but live. */
export function LiveStatus() {
  const { t } = useTranslation('shell')
  const state = useStore(connection)
  return (
    <output className="late min-h-4 px-2.5 text-caption text-ink-3 max-wide:hidden">
      {state === 'live' ? '' : t(`connection.${state}`)}
    </output>
  )
}
