import { FileText } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Preview } from '@posthorn/platforms/interface'
import type { Channel } from '../../app/api.ts'
import { Avatar } from '../../components/avatar.tsx'
import { classes } from '../../components/classes.ts'
import { PlatformGlyph } from '../../components/platform-glyph.tsx'
import type { Media } from './draft.ts'
import { Film } from './media-look.tsx'
import type { Asset, Poll } from './verdict.ts'

interface Props {
  channel: Channel
  platformLabel: string | undefined
  preview: Preview
  poll?: Poll | undefined
  /** The files of each part. */
  media: readonly (readonly Media[])[]
  card: Media | undefined
  assets: ReadonlyMap<string, Asset>
}

/** One post as a network will show it, in its manner and in our colours; one component for all of them. */
export function PreviewFrame({ channel, platformLabel, preview, poll, media, card, assets }: Props) {
  const { t } = useTranslation(['composer', 'common'])
  // What the drawing shows is not said again.
  const notes = preview.notes.filter((note) => !poll || !note.endsWith(poll.options.join(' · ')))
  return (
    <article aria-label={t('preview.for', { name: channel.name })} className="card overflow-hidden">
      <header className="flex items-center gap-2 px-3 pt-3">
        <Avatar name={channel.name} url={channel.avatarUrl} sandbox={channel.network === 'sandbox'} />
        <div className="min-w-0 flex-1">
          <p className="truncate font-strong">
            <bdi>{channel.name}</bdi>
          </p>
          <p className="truncate text-caption text-ink-3">
            <bdi>{channel.handle}</bdi>
          </p>
        </div>
        <PlatformGlyph platform={channel.platform} label={platformLabel} />
      </header>
      <ol>
        {preview.parts.map((part, index) => (
          <li key={index} className={classes('px-3 pb-3', index > 0 && 'border-t border-line pt-3')}>
            {preview.parts.length > 1 && (
              <span className="figures text-caption text-ink-3">
                {t('part.of', { number: index + 1, count: preview.parts.length })}
              </span>
            )}
            <FoldedText text={part.text} foldAt={part.foldAt} />
            <MediaLook look={part.media} files={media[index] ?? []} assets={assets} />
          </li>
        ))}
      </ol>
      {preview.card && (
        <div className="mx-3 mb-3 overflow-hidden rounded-card border border-line">
          {card && <Picture file={card} asset={assets.get(card.assetId)} className="aspect-video w-full" />}
          <div className="px-3 py-2">
            <p className="truncate font-medium" dir="auto">
              {preview.card.title}
            </p>
            <p className="text-caption text-ink-3">{preview.card.host}</p>
          </div>
        </div>
      )}
      {poll && poll.options.length > 0 && <PollLook poll={poll} />}
      {notes.length > 0 && (
        <ul className="flex flex-wrap gap-x-3 border-t border-line px-3 py-2 text-caption text-ink-2">
          {notes.map((note) => (
            <li key={note} dir="auto">
              {note}
            </li>
          ))}
        </ul>
      )}
    </article>
  )
}

function PollLook({ poll: { question, options } }: { poll: Poll }) {
  const { t } = useTranslation(['composer', 'common'])
  return (
    <div className="px-3 pb-3">
      {question !== undefined && question !== '' && (
        <p dir="auto" className="pb-1 font-medium">
          {question}
        </p>
      )}
      <ul aria-label={t('preview.poll')} className="flex flex-col gap-1">
        {options.map((option, index) => (
          <li key={index} dir="auto" className="rounded-control border border-ctrl px-3 py-1 text-row wrap-anywhere">
            {option}
          </li>
        ))}
      </ul>
    </div>
  )
}

function FoldedText({ text, foldAt }: { text: string; foldAt: number | undefined }) {
  const { t } = useTranslation(['composer', 'common'])
  const [open, setOpen] = useState(false)
  const folds = foldAt !== undefined && foldAt < text.length
  if (text === '') return <p className="pt-2 text-ink-3">{t('preview.empty')}</p>
  return (
    <p dir="auto" className="pt-2 whitespace-pre-wrap wrap-anywhere">
      {folds && !open ? text.slice(0, foldAt).trimEnd() : text}
      {folds && (
        <button type="button" aria-expanded={open} className="ms-1 text-ink-2 underline" onClick={() => setOpen(!open)}>
          {open ? t('preview.less') : t('preview.more')}
        </button>
      )}
    </p>
  )
}

type Look = Preview['parts'][number]['media']
const looks: Readonly<Record<Look, { list: string; item: string }>> = {
  none: { list: '', item: '' },
  one: { list: '', item: 'max-h-96 w-full' },
  grid: { list: 'grid grid-cols-2 gap-0.5', item: 'aspect-square w-full' },
  carousel: { list: 'relative flex snap-x gap-1 overflow-x-auto', item: 'aspect-4/5 w-56 shrink-0 snap-start' },
  vertical: { list: '', item: 'mx-auto aspect-9/16 max-h-112' },
}

/** Further ones are behind the last. */
const mostInGrid = 4

function MediaLook({ look, files, assets }: { look: Look; files: readonly Media[]; assets: Props['assets'] }) {
  const { t } = useTranslation(['composer', 'common'])
  if (look === 'none' || files.length === 0) return null
  const { list, item } = looks[look]
  const shown = look === 'grid' ? files.slice(0, mostInGrid) : files
  const rest = files.length - shown.length
  return (
    <>
      <ul
        className={classes('mt-2 overflow-hidden rounded-card', list)}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a row wider than the panel is scrolled by keys
        tabIndex={look === 'carousel' ? 0 : undefined}
        aria-label={t('media.list')}
      >
        {shown.map((file, index) => {
          // Of three, the first is as high as the other two.
          const tall = look === 'grid' && shown.length === 3 && index === 0
          const last = rest > 0 && index === shown.length - 1
          return (
            <li key={index} className={tall ? 'row-span-2' : last ? 'relative' : 'contents'}>
              <Picture file={file} asset={assets.get(file.assetId)} className={tall ? 'size-full min-h-full' : item} />
              {last && (
                <span className="figures absolute inset-0 flex items-center justify-center bg-ink/60 text-title text-surface">
                  {t('preview.further', { count: rest })}
                </span>
              )}
            </li>
          )
        })}
      </ul>
      {look === 'carousel' && files.length > 1 && (
        <p aria-hidden className="pt-1 text-center text-caption tracking-widest text-ink-3">
          {'•'.repeat(files.length)}
        </p>
      )}
    </>
  )
}

/** A picture with its description, a film to play, or the name of a document. */
function Picture({ file, asset, className }: { file: Media; asset: Asset | undefined; className: string }) {
  const { t } = useTranslation(['composer', 'common'])
  if (!asset) return <span className={classes('skeleton inline-block', className)} />
  const alt = file.alt ?? asset.alt
  if (asset.kind === 'image')
    return (
      <img
        src={`${asset.url}?width=640`}
        alt={alt || t('preview.no-alt')}
        title={alt}
        className={classes('bg-sunken object-cover', className)}
      />
    )
  if (asset.kind === 'video') return <Film asset={asset} className={className} />
  return (
    <span
      className={classes(
        'flex min-h-32 flex-col items-center justify-center gap-1 bg-sunken p-3 text-row text-ink-2',
        className,
      )}
    >
      <FileText aria-hidden size={24} strokeWidth={1.5} />
      <bdi>{asset.name}</bdi>
      {asset.pages !== null && <span className="figures text-caption">{t('media.pages', { count: asset.pages })}</span>}
    </span>
  )
}
