import { useTranslation } from 'react-i18next'
import { Page } from '../../shell/page.tsx'

export default function DeliveryPage() {
  const { t } = useTranslation('delivery')
  return <Page title={t('title')}>{null}</Page>
}
