import { FileText, Film as FilmIcon } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { classes } from '../../components/classes.ts'
import type { Asset } from './verdict.ts'

const box = 'size-20 shrink-0 rounded-control bg-sunken'

/** A picture, small; of anything else, what it is. */
export function Thumb({ asset }: { asset: Asset | undefined }) {
  if (asset?.kind === 'image')
    return <img src={`${asset.url}?width=160`} alt="" draggable={false} className={classes(box, 'object-cover')} />
  const Icon = asset?.kind === 'video' ? FilmIcon : FileText
  return (
    <span className={classes(box, 'inline-flex items-center justify-center text-ink-3')}>
      <Icon aria-hidden size={24} strokeWidth={1.5} />
    </span>
  )
}

/** A film to play; in a browser that cannot, a word of it. */
export function Film({ asset, className = '' }: { asset: Asset; className?: string }) {
  const { t } = useTranslation(['composer', 'common'])
  const [broken, setBroken] = useState(false)
  if (broken)
    return (
      <span className="flex min-h-20 items-center justify-center gap-2 rounded-control bg-sunken p-3 text-row text-ink-2">
        <FilmIcon aria-hidden size={24} strokeWidth={1.5} />
        {t('media.unplayable')}
      </span>
    )
  return (
    // oxlint-disable-next-line jsx-a11y/media-has-caption -- a person's own film, before anybody wrote captions for it
    <video
      src={asset.url}
      controls
      playsInline
      preload="metadata"
      aria-label={asset.name}
      onError={() => setBroken(true)}
      className={classes('rounded-control bg-sunken object-contain', className)}
    />
  )
}
