import { useMutation } from '@tanstack/react-query'
import { Link2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { useProblemWords } from '../../app/problem-words.ts'
import { say } from '../../app/toasts.ts'
import { Button } from '../../components/button.tsx'
import { useComposing } from './composing.tsx'
import { contentOf, setFile, setSetting } from './draft.ts'

/** Fills a channel's link card from the page that its text links to. The page is read when a person asks, not before. */
export function LinkCardButton({ channelId, setting }: { channelId: string; setting: string }) {
  const { t } = useTranslation(['composer', 'common'])
  const { ws, draft, act, addAsset, mayWrite } = useComposing()
  const words = useProblemWords()
  const params = { workspaceId: ws }
  const url = /https?:\/\/[^\s<>"]+/.exec(
    contentOf(draft, channelId)
      .parts.map(({ text }) => text)
      .join('\n'),
  )?.[0]
  const read = useMutation({
    mutationFn: async (address: string) => {
      const { data: card } = await api('POST /api/v1/workspaces/{workspaceId}/link-cards', {
        params,
        body: { url: address },
      })
      const id = card.imageAssetId
      const picture =
        id === null
          ? undefined
          : (await api('GET /api/v1/workspaces/{workspaceId}/assets/{id}', { params: { ...params, id } })).data
      return { card, picture }
    },
    onSuccess: ({ card: { title, description, url: address }, picture }) => {
      if (picture) addAsset(picture)
      act('change-setting', (now) =>
        setFile(
          setSetting(now, channelId, setting, { url: address, title, ...(description === '' ? {} : { description }) }),
          channelId,
          'card',
          picture ? { assetId: picture.id } : null,
        ),
      )
    },
    onError: (error) => {
      const { says, todo = '' } = words(error)
      say(`${says} ${todo}`.trim(), { kind: 'failed' })
    },
  })
  if (url === undefined || !URL.canParse(url) || !mayWrite) return null
  return (
    <Button look="secondary" busy={read.isPending} onClick={() => read.mutate(url)}>
      <Link2 aria-hidden className="size-4" />
      {t('settings.read-card', { host: new URL(url).host })}
    </Button>
  )
}
