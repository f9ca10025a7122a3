import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { ArrowLeft, ArrowRight, FileText, Film, Trash2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useProblemWords } from '../../app/problem-words.ts'
import { showNumber } from '../../app/time.ts'
import { Button } from '../../components/button.tsx'
import { classes } from '../../components/classes.ts'
import { fieldId, useComposing } from './composing.tsx'
import { useConcerned } from './concerned.ts'
import { baseTab, moveMedia, removeMedia, setAlt, type Media, type Tab } from './draft.ts'
import type { Upload } from './uploads.ts'
import type { Asset, Finding } from './verdict.ts'

interface Props {
  tab: Tab
  part: number
  media: readonly Media[]
  uploading: readonly Upload[]
}

/** The files of one text, in order, each with its description and what the channels say to it. */
export function MediaStrip({ tab, part, media, uploading }: Props) {
  const { t } = useTranslation(['composer', 'common'])
  const concerned = useConcerned(tab)
  if (media.length === 0 && uploading.length === 0) return null
  const findings = concerned.flatMap((verdict) => verdict.findings).filter((one) => (one.part ?? 0) === part)
  return (
    <ol aria-label={t('media.list')} className="grid gap-3 rail:grid-cols-2">
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
        over && 'border-accent bg-accent-soft',
      )}
      onKeyDown={(event) => {
        if (!event.altKey || !(event.key === 'ArrowLeft' || event.key === 'ArrowRight')) return
        event.preventDefault()
        move(index + (event.key === 'ArrowLeft' ? -1 : 1))
      }}
    >
      <Thumb asset={asset} />
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
        {asset && <p className="figures text-caption text-ink-3">{factsOf(asset)}</p>}
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
            className="text-caption text-failed"
          >
            {tab === baseTab && <strong>{channels.get(finding.channelId)?.name}: </strong>}
            {finding.says} {finding.todo}
          </p>
        ))}
      </div>
    </li>
  )
}

const factsOf = ({ width, height, seconds, bytes }: Asset): string =>
  [
    width !== null && height !== null ? `${width} × ${height}` : '',
    seconds === null ? '' : `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, '0')}`,
    `${showNumber(Math.max(0.1, Math.round(bytes / 100_000) / 10))} MB`,
  ]
    .filter(Boolean)
    .join(' · ')

export function Thumb({ asset }: { asset: Asset | undefined }) {
  const box = 'size-20 shrink-0 rounded-control bg-sunken'
  if (asset?.kind === 'image')
    return <img src={`${asset.url}?width=160`} alt="" draggable={false} className={classes(box, 'object-cover')} />
  const Icon = asset?.kind === 'video' ? Film : FileText
  return (
    <span className={classes(box, 'inline-flex items-center justify-center text-ink-3')}>
      <Icon aria-hidden size={24} strokeWidth={1.5} />
    </span>
  )
}

function UploadTile({ upload }: { upload: Upload }) {
  const { t } = useTranslation(['composer', 'common'])
  const words = useProblemWords()
  const failed = upload.error === undefined ? undefined : words(upload.error)
  const percent = Math.round(upload.share * 100)
  return (
    <li className="flex items-center gap-3 rounded-card border border-dashed border-ctrl p-2">
      <div className="min-w-0 flex-1">
        <p className="truncate text-row">
          <bdi>{upload.file.name}</bdi>
        </p>
        {failed ? (
          <p role="alert" className="text-row text-failed">
            {failed.says} {failed.todo}
          </p>
        ) : (
          <p className="figures text-row text-ink-2">
            <progress
              max={100}
              value={percent}
              aria-label={t('media.uploading', { name: upload.file.name })}
              className="me-2 h-1.5 w-32 accent-ink"
            />
            {t('media.percent', { percent })}
          </p>
        )}
      </div>
      {failed && (
        <Button size="small" onClick={upload.again}>
          {t('common:retry')}
        </Button>
      )}
      <Button size="small" look="quiet" onClick={upload.stop}>
        {failed ? t('media.give-up') : t('media.stop')}
      </Button>
    </li>
  )
}

/** Reordering by drag; the buttons and Alt+arrows do the same. */
function useReorder(list: string, index: number, move: (to: number) => void) {
  const tile = useRef<HTMLLIElement>(null)
  const [over, setOver] = useState(false)
  const latest = useRef(move)
  useEffect(() => {
    latest.current = move
  })
  useEffect(() => {
    const element = tile.current
    if (!element) return undefined
    const isOurs = (data: Record<string | symbol, unknown>): boolean => data['list'] === list
    return combine(
      draggable({
        element,
        getInitialData: () => ({ list, index, move: (to: number) => latest.current(to) }),
        canDrag: ({ element }) =>
          !element.contains(document.activeElement) || document.activeElement?.tagName !== 'TEXTAREA',
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => isOurs(source.data) && source.data['index'] !== index,
        onDragEnter: () => setOver(true),
        onDragLeave: () => setOver(false),
        onDrop: ({ source }) => {
          setOver(false)
          const moveSource = source.data['move'] as (to: number) => void
          moveSource(index)
        },
      }),
    )
  }, [list, index])
  return { tile, over }
}
