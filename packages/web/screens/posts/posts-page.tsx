import { useTranslation } from 'react-i18next'
import { Page } from '../../shell/page.tsx'

export default function PostsPage() {
  const { t } = useTranslation('posts')
  return <Page title={t('title')}>{null}</Page>
}
