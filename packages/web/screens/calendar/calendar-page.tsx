import { useTranslation } from 'react-i18next'
import { Page } from '../../shell/page.tsx'

export default function CalendarPage() {
  const { t } = useTranslation('calendar')
  return <Page title={t('title')}>{null}</Page>
}
