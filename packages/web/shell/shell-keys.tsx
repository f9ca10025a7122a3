import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { useHotkeys } from '../app/hotkeys.ts'
import { useAddress, useMay } from '../app/workspace.tsx'
import { places } from './places.ts'

const Palette = lazy(() => import('./palette.tsx'))
const KeyList = lazy(() => import('./key-list.tsx'))

/** The keys that work on every page, and the two things they open. */
export function ShellKeys() {
  const { t } = useTranslation('shell')
  const [, go] = useLocation()
  const address = useAddress()
  const compose = useMay('contributor')
  const [open, setOpen] = useState<'palette' | 'keys' | undefined>()
  useHotkeys([
    { keys: 'mod+k', says: t('palette.title'), group: t('keys.everywhere'), run: () => setOpen('palette') },
    { keys: '?', says: t('keys.title'), group: t('keys.everywhere'), run: () => setOpen('keys') },
    ...(compose
      ? [{ keys: 'c', says: t('new-post'), group: t('keys.everywhere'), run: () => go(address('/posts/new')) }]
      : []),
    ...places.map((place) => ({
      keys: `g ${place.key}`,
      says: t('go-to', { place: t(`place.${place.id}`) }),
      group: t('keys.everywhere'),
      run: () => go(address(place.path)),
    })),
  ])
  return (
    <Suspense>
      {open === 'palette' && <Palette onClose={() => setOpen(undefined)} />}
      {open === 'keys' && <KeyList onClose={() => setOpen(undefined)} />}
    </Suspense>
  )
}
