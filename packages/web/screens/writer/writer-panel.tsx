import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { keys } from '../../app/queries.ts'
import { say } from '../../app/toasts.ts'
import { Banner } from '../../components/banner.tsx'
import { Button } from '../../components/button.tsx'
import { ErrorCard } from '../../components/error-card.tsx'
import { useComposing } from '../composer/composing.tsx'
import { adopt } from '../composer/draft.ts'
import { SourceForm } from './source-form.tsx'
import { SuggestionCard } from './suggestion-card.tsx'
import { useRun } from './use-run.ts'
import { contentOf, stacks, type Suggestion } from './writer-state.ts'

/** From a source to a version for each channel, with a receipt. Nothing is scheduled from here. */
export default function WriterPanel() {
  const { t } = useTranslation(['writer', 'common'])
  const { ws, draft, channels, act, mayWrite } = useComposing()
  const { run, running, loadError, begin, again, stop } = useRun(ws, draft.draftRunId)
  const [asking, setAsking] = useState(run === undefined)
  const { data: writer } = useQuery({
    queryKey: keys.of(ws, 'writer'),
    queryFn: async ({ signal }) =>
      (await api('GET /api/v1/workspaces/{workspaceId}/writer', { params: { workspaceId: ws }, signal })).data,
  })
  const builtIn = writer?.provider === 'none'
  const chosen = draft.versions.map((version) => version.channelId)
  const use = (suggestion: Suggestion) => {
    act('use-suggestion', (now) => ({
      ...adopt(now, suggestion.channelId, contentOf(suggestion), suggestion.settings),
      draftRunId: run?.id ?? null,
    }))
    say(t('used', { name: channels.get(suggestion.channelId)?.name ?? '' }))
  }
  const usable = [...stacks(run).values()]
    .flatMap((stack) => stack.at(-1) ?? [])
    .filter((one) => one.state !== 'blocked')
  if (!mayWrite) return <p className="text-ink-2">{t('common:ask-editor')}</p>
  return (
    <div className="flex flex-col gap-4">
      {writer && (
        <p className="text-row text-ink-2">
          {builtIn
            ? t('no-provider')
            : t('provider', { model: writer.model ?? writer.provider, host: writer.host ?? '' })}
        </p>
      )}
      {asking || !run ? (
        <SourceForm
          channelIds={chosen}
          busy={begin.isPending}
          error={begin.error}
          onWrite={(sources, brief) =>
            begin.mutate({ sources, brief, channelIds: chosen.slice(0, 8) }, { onSuccess: () => setAsking(false) })
          }
        />
      ) : (
        <Button size="small" className="self-start" onClick={() => setAsking(true)}>
          {t('other-source')}
        </Button>
      )}
      {loadError && <ErrorCard error={loadError} what={t('not-loaded')} />}
      {run && (
        <>
          <div className="flex flex-wrap items-center gap-2">
            <output className="min-w-0 flex-1 font-medium">{t(`state.${run.state}`)}</output>
            {running && (
              <Button size="small" busy={stop.isPending} onClick={() => stop.mutate()}>
                {t('stop')}
              </Button>
            )}
          </div>
          {run.problem && (
            <Banner kind={run.state === 'failed' ? 'failed' : 'warning'} className="rounded-card">
              <span className="font-medium">{run.problem.says}</span> {run.problem.todo}
            </Banner>
          )}
          {run.sources.map((source) => (
            <p key={source.id} className="text-row text-ink-2">
              {t('read', { title: source.title ?? source.site ?? source.url ?? source.kind, count: source.words })}
              {source.warnings
                .filter((warning) => warning !== run.problem?.says)
                .map((warning) => (
                  <span key={warning} className="block text-waiting">
                    {warning}
                  </span>
                ))}
            </p>
          ))}
          {usable.length > 1 && !running && (
            <Button className="self-start" onClick={() => usable.forEach(use)}>
              {t('use-all', { count: usable.length })}
            </Button>
          )}
          {[...stacks(run)].map(([channelId, suggestions]) => (
            <SuggestionCard
              key={channelId}
              channelId={channelId}
              suggestions={suggestions}
              busy={running || again.isPending}
              builtIn={builtIn}
              onUse={use}
              onOtherLead={() => again.mutate({ channelIds: [channelId], lead: true })}
              onInstruct={(instruction) => again.mutate({ channelIds: [channelId], instruction })}
            />
          ))}
          {again.error && <ErrorCard error={again.error} />}
          {!running && run.sources.length === 0 && run.suggestions.length > 0 && (
            <p className="text-row text-ink-2">{t('brief-only')}</p>
          )}
          <Receipt writer={run.writer} cost={run.costUsd} />
        </>
      )}
    </div>
  )
}

function Receipt({ writer, cost }: { writer: string; cost: number | null }) {
  const { t } = useTranslation(['writer', 'common'])
  const price =
    cost === null
      ? ''
      : new Intl.NumberFormat(undefined, { style: 'currency', currency: 'USD', maximumFractionDigits: 4 }).format(cost)
  return (
    <p className="border-t border-line pt-2 text-caption text-ink-3">
      {writer === 'built_in' ? t('receipt-built-in') : t('receipt', { writer, price })}
    </p>
  )
}
