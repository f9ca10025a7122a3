import { useTranslation } from 'react-i18next'
import { Page } from '../../shell/page.tsx'

export default function ChannelsPage() {
  const { t } = useTranslation('channels')
  return <Page title={t('title')}>{null}</Page>
}
