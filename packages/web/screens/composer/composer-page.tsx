import { useTranslation } from 'react-i18next'
import { Page } from '../../shell/page.tsx'

export default function ComposerPage() {
  const { t } = useTranslation('composer')
  return <Page title={t('title')}>{null}</Page>
}
