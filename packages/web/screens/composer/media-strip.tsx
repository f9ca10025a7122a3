import { ArrowLeft, ArrowRight, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../components/button.tsx'
import { classes } from '../../components/classes.ts'
import { fieldId, useComposing } from './composing.tsx'
import { useConcerned } from './concerned.ts'
import { baseTab, moveMedia, removeMedia, setAlt, type Media, type Tab } from './draft.ts'
import { mediaFacts } from './media-facts.ts'
import { Film, Thumb } from './media-look.tsx'
import { UploadTile } from './upload-tile.tsx'
import type { Upload } from './uploads.ts'
import { useReorder } from './use-reorder.ts'
import type { Finding } from './verdict.ts'

interface Props {
  tab: Tab
  part: number
  media: readonly Media[]
  uploading: readonly Upload[]
}

/** The files of one text, in order, each with its description and what the channels say to it. */
export default function MediaStrip({ tab, part, media, uploading }: Props) {
  const { t } = useTranslation(['composer', 'common'])
  const concerned = useConcerned(tab)
  const findings = concerned.flatMap((verdict) => verdict.findings).filter((one) => (one.part ?? 0) === part)
  return (
    <ol aria-label={t('media.list')} className="grid grid-cols-1 gap-3 rail:grid-cols-2">
      {media.map((file, index) => (
        <MediaTile
          key={`${file.assetId} ${index}`}
          tab={tab}
          part={part}
          index={index}
          last={media.length - 1}
          file={file}
          findings={findings.filter((one) => one.field?.startsWith(`media.${index}`))}
        />
      ))}
      {uploading.map((one) => (
        <UploadTile key={one.id} upload={one} />
      ))}
    </ol>
  )
}

interface TileProps {
  tab: Tab
  part: number
  index: number
  last: number
  file: Media
  findings: readonly Finding[]
}

function MediaTile({ tab, part, index, last, file, findings }: TileProps) {
  const { t } = useTranslation(['composer', 'common'])
  const { assets, act, type, mayWrite, channels } = useComposing()
  const asset = assets.get(file.assetId)
  const move = (to: number) => act('move-media', (now) => moveMedia(now, tab, part, index, to))
  const { tile, over } = useReorder(`${tab} ${part}`, index, move)
  const name = asset?.name ?? t('media.loading')
  const alt = file.alt ?? asset?.alt ?? ''
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a shortcut for the two buttons inside
    <li
      ref={tile}
      className={classes(
        'flex gap-3 rounded-card border border-line bg-surface p-2',
        asset?.kind === 'video' && 'flex-col',
        over && 'border-accent bg-accent-soft',
      )}
      onKeyDown={(event) => {
        if (!event.altKey || !(event.key === 'ArrowLeft' || event.key === 'ArrowRight')) return
        event.preventDefault()
        move(index + (event.key === 'ArrowLeft' ? -1 : 1))
      }}
    >
      {asset?.kind === 'video' ? <Film asset={asset} className="max-h-64 w-full" /> : <Thumb asset={asset} />}
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <div className="flex items-center gap-1">
          <span className="min-w-0 flex-1 truncate text-row" title={name}>
            {index === 0 && last > 0 && <strong>{t('media.cover')} · </strong>}
            <bdi>{name}</bdi>
          </span>
          {mayWrite && index > 0 && (
            <Button
              look="quiet"
              size="small-icon"
              aria-label={t('media.earlier', { name })}
              onClick={() => move(index - 1)}
            >
              <ArrowLeft aria-hidden size={14} className="directional" />
            </Button>
          )}
          {mayWrite && index < last && (
            <Button
              look="quiet"
              size="small-icon"
              aria-label={t('media.later', { name })}
              onClick={() => move(index + 1)}
            >
              <ArrowRight aria-hidden size={14} className="directional" />
            </Button>
          )}
          {mayWrite && (
            <Button
              look="quiet"
              size="small-icon"
              aria-label={t('media.remove', { name })}
              onClick={() => act('remove-media', (now) => removeMedia(now, tab, part, index))}
            >
              <Trash2 aria-hidden size={14} />
            </Button>
          )}
        </div>
        {asset && <p className="figures text-caption text-ink-3">{mediaFacts(asset, t)}</p>}
        {asset?.located && <p className="text-caption text-ink-2">{t('media.located')}</p>}
        {asset?.kind !== 'document' && (
          <textarea
            id={fieldId(`media.${index}.alt`, part)}
            dir="auto"
            rows={2}
            className="control min-h-0 py-1 text-row"
            aria-label={t('media.alt-of', { name })}
            placeholder={t('media.alt')}
            value={alt}
            readOnly={!mayWrite}
            onChange={(event) => type((now) => setAlt(now, tab, part, index, event.target.value))}
          />
        )}
        {findings.map((finding) => (
          <p
            key={finding.channelId + finding.code}
            id={fieldId(finding.field ?? '', part)}
            tabIndex={-1}
            className={classes('text-caption', finding.blocks ? 'text-failed' : 'text-ink-2')}
          >
            {tab === baseTab && <strong>{channels.get(finding.channelId)?.name}: </strong>}
            {finding.says} {finding.todo}
          </p>
        ))}
      </div>
    </li>
  )
}
