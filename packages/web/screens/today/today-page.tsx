import { useTranslation } from 'react-i18next'
import { Page } from '../../shell/page.tsx'

export default function TodayPage() {
  const { t } = useTranslation('today')
  return <Page title={t('title')}>{null}</Page>
}
