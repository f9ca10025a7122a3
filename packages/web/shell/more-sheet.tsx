import { LogOut } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useMe } from '../app/queries.ts'
import { useStore } from '../app/store.ts'
import { theme, themes } from '../app/theme.ts'
import { useAddress, useWorkspace } from '../app/workspace.tsx'
import { Button } from '../components/button.tsx'
import { CheckField } from '../components/field.tsx'
import { Sheet } from '../components/sheet.tsx'
import type { Place } from './places.ts'
import { useSignOut } from './workspace-menu-items.tsx'

/** What has no room on a phone's bar. */
export default function MoreSheet({ onClose, places }: { onClose: () => void; places: readonly Place[] }) {
  const { t } = useTranslation('shell')
  const address = useAddress()
  const me = useMe()
  const here = useWorkspace()
  const chosen = useStore(theme)
  const signOut = useSignOut()
  const others = me.workspaces.filter((one) => one.id !== here.id)
  const line = 'flex min-h-11 items-center gap-3 text-ink no-underline'
  return (
    <Sheet open onClose={onClose} title={here.name}>
      <ul>
        {places.map((place) => (
          <li key={place.id}>
            <Link href={address(place.path)} onClick={onClose} className={line}>
              <place.icon aria-hidden size={18} strokeWidth={1.5} className="text-ink-2" />
              {t(`place.${place.id}`)}
            </Link>
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <ul className="mt-3 border-t border-line pt-3">
          {others.map((one) => (
            <li key={one.id}>
              <Link href={`/w/${one.id}`} onClick={onClose} className={line}>
                <bdi>{one.name}</bdi>
              </Link>
            </li>
          ))}
        </ul>
      )}
      <fieldset className="mt-3 border-t border-line pt-3">
        <legend className="heard-only">{t('theme-legend')}</legend>
        {themes.map((one) => (
          <CheckField
            key={one}
            type="radio"
            name="theme"
            label={t(`theme.${one}`)}
            checked={one === chosen}
            onChange={() => theme.set(one)}
            className="min-h-11 items-center"
          />
        ))}
      </fieldset>
      <Button look="quiet" className="mt-3" onClick={signOut}>
        <LogOut aria-hidden size={16} />
        {t('sign-out', { name: me.person.name })}
      </Button>
    </Sheet>
  )
}
