import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'wouter'
import { Banner } from '../../components/banner.tsx'
import { Button } from '../../components/button.tsx'
import { returnWords } from './return-words.ts'

/** What a network, or the way back from it, said when connecting did not work. */
export function ReturnProblem() {
  const { t } = useTranslation('common')
  const [search, setSearch] = useSearchParams()
  const said = returnWords(search.get('problem') ?? '', search.get('words') ?? '')
  if (!said) return null
  const dismiss = () =>
    setSearch(
      (before) => {
        before.delete('problem')
        before.delete('words')
        return before
      },
      { replace: true },
    )
  return (
    <Banner
      kind="failed"
      className="mb-4 rounded-card"
      action={
        <Button look="quiet" size="small" onClick={dismiss}>
          {t('dismiss')}
        </Button>
      }
    >
      {said.says} {said.todo}
    </Banner>
  )
}
