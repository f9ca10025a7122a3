import { useQuery } from '@tanstack/react-query'
import { Check } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { keys } from '../../app/queries.ts'
import { useWorkspace } from '../../app/workspace.tsx'
import { ErrorCard } from '../../components/error-card.tsx'
import { passage, type Suggestion } from './writer-state.ts'

type Evidence = Suggestion['evidence'][number]

/** Every figure, name and quotation with the place of the source it comes from. */
export function EvidenceList({ evidence }: { evidence: readonly Evidence[] }) {
  const { t } = useTranslation(['writer', 'common'])
  const [open, setOpen] = useState<number>()
  if (evidence.length === 0) return null
  return (
    <details className="text-row">
      <summary className="w-fit text-ink-2">{t('evidence', { count: evidence.length })}</summary>
      <ol className="mt-1 flex flex-col gap-1">
        {evidence.map((one, index) => (
          <li key={index}>
            <button
              type="button"
              aria-expanded={open === index}
              className="inline-flex items-baseline gap-1.5 text-start"
              onClick={() => setOpen(open === index ? undefined : index)}
            >
              <span className="figures text-ink-3">{index + 1}</span>
              <span className="underline decoration-dotted underline-offset-2" dir="auto">
                {one.text}
              </span>
              <span className="inline-flex shrink-0 items-center gap-1 whitespace-nowrap text-ink-2">
                {one.how === 'verbatim' && <Check aria-hidden size={12} className="text-published" />}
                {t(`how.${one.how}`)}
              </span>
            </button>
            {open === index && <Passage evidence={one} />}
          </li>
        ))}
      </ol>
    </details>
  )
}

function Passage({ evidence }: { evidence: Evidence }) {
  const { t } = useTranslation(['writer', 'common'])
  const { id: ws } = useWorkspace()
  const { data, error } = useQuery({
    queryKey: keys.of(ws, 'sources', evidence.sourceId),
    queryFn: async ({ signal }) => {
      const path = 'GET /api/v1/workspaces/{workspaceId}/sources/{id}'
      return (await api(path, { params: { workspaceId: ws, id: evidence.sourceId }, signal })).data
    },
    staleTime: Infinity,
  })
  if (error) return <ErrorCard error={error} />
  if (!data) return <div className="skeleton h-12" />
  const { before, found, after } = passage(data.text, evidence.sourceStart, evidence.sourceEnd)
  return (
    <blockquote className="mt-1 rounded-control bg-sunken p-2" dir="auto" lang={data.language ?? undefined}>
      …{before}
      <mark className="bg-accent-soft text-ink">{found}</mark>
      {after}…
      {data.title !== null && (
        <cite className="mt-1 block text-caption text-ink-3 not-italic">{t('from', { title: data.title })}</cite>
      )}
    </blockquote>
  )
}
