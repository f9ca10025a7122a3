import { useTranslation } from 'react-i18next'
import { useTitle } from '../app/title.ts'
import { LinkButton } from '../components/button.tsx'

/** One page for an unknown address, another workspace's thing and a missing right: it tells nobody which of them it was. */
export function NotHere({ home = '/' }: { home?: string }) {
  const { t } = useTranslation('shell')
  useTitle(t('not-here.title'))
  return (
    <main className="mx-auto flex max-w-xl flex-col items-start gap-3 p-6 pt-16">
      <h1 className="text-title font-strong">{t('not-here.title')}</h1>
      <p className="text-ink-2">{t('not-here.says')}</p>
      <LinkButton href={home}>{t('not-here.home')}</LinkButton>
    </main>
  )
}
