import { useTranslation } from 'react-i18next'
export default function SetUpPage() {
  const { t } = useTranslation('setup')
  return <p>{t('title')}</p>
}
