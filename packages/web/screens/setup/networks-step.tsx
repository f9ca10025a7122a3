import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Check, CircleDashed } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { api, type PlatformInfo, type Workspace } from '../../app/api.ts'
import { keys, usePlatforms } from '../../app/queries.ts'
import { Button } from '../../components/button.tsx'
import { ErrorCard } from '../../components/error-card.tsx'
import { CheckField } from '../../components/field.tsx'
import { PlatformGlyph } from '../../components/platform-glyph.tsx'
import { Skeleton } from '../../components/skeleton.tsx'

const isReady = (platform: PlatformInfo): boolean => platform.ways.some((way) => way.ready)

/** Where to publish first. Practising is chosen already: it needs nothing and ends nowhere. */
export function NetworksStep({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation('setup')
  const [, go] = useLocation()
  const client = useQueryClient()
  const platforms = usePlatforms()
  const [chosen, choose] = useState<'sandbox' | 'real'>()
  const practice = useMutation({
    mutationFn: () =>
      api('POST /api/v1/workspaces/{workspaceId}/channels/practice', {
        params: { workspaceId: workspace.id },
        body: {},
      }),
    onSuccess: async ({ data }) => {
      await client.invalidateQueries({ queryKey: keys.of(workspace.id, 'channels') })
      go(`/w/${workspace.id}/posts/new?channels=${data.channels.map((one) => one.id).join(',')}&first=1`)
    },
  })
  if (platforms.error) return <ErrorCard error={platforms.error} retry={() => void platforms.refetch()} />
  if (!platforms.data) return <Skeleton rows={4} />
  const sandbox = platforms.data.filter((one) => one.sandbox)
  const choice = chosen ?? (sandbox.length > 0 ? 'sandbox' : 'real')
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (choice === 'sandbox') practice.mutate()
        else go(`/w/${workspace.id}/channels`)
      }}
    >
      <fieldset className="flex flex-col gap-2">
        <legend className="heard-only">{t('heading.networks')}</legend>
        {sandbox.length > 0 && (
          <CheckField
            type="radio"
            name="networks"
            label={t('practise')}
            hint={t('practise-hint', { count: sandbox.length })}
            checked={choice === 'sandbox'}
            onChange={() => choose('sandbox')}
          />
        )}
        <CheckField
          type="radio"
          name="networks"
          label={t('real')}
          hint={t('real-hint')}
          checked={choice === 'real'}
          onChange={() => choose('real')}
        />
      </fieldset>
      {choice === 'real' && <RealNetworks platforms={platforms.data} />}
      {practice.isPending && <output>{t('connecting', { count: sandbox.length })}</output>}
      {practice.error && <ErrorCard error={practice.error} />}
      <Button type="submit" look="primary" busy={practice.isPending} className="self-end">
        {choice === 'sandbox' ? t('start') : t('to-channels')}
      </Button>
    </form>
  )
}

/** Which real networks this server could connect now. */
function RealNetworks({ platforms }: { platforms: readonly PlatformInfo[] }) {
  const { t } = useTranslation('setup')
  return (
    <ul className="flex flex-col rounded-control bg-sunken px-3 py-1">
      {platforms.map((platform) => {
        const ready = isReady(platform)
        const Icon = ready ? Check : CircleDashed
        return (
          <li key={platform.id} className="flex min-h-8 items-center gap-2">
            <PlatformGlyph platform={platform.id} />
            <span className="flex-1">{platform.label}</span>
            <Icon aria-hidden size={14} className={ready ? 'text-published' : 'text-ink-3'} />
            <span className="text-row text-ink-2">{ready ? t('ready') : t('no-app')}</span>
          </li>
        )
      })}
    </ul>
  )
}
