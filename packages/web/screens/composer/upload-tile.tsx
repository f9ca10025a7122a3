import { useTranslation } from 'react-i18next'
import { useProblemWords } from '../../app/problem-words.ts'
import { Button } from '../../components/button.tsx'
import { classes } from '../../components/classes.ts'
import { showMegabytes } from './media-facts.ts'
import type { Upload } from './uploads.ts'

/** A file on its way: how far it is, how to stop it, and why it was not taken. */
export function UploadTile({ upload }: { upload: Upload }) {
  const { t } = useTranslation(['composer', 'common'])
  const words = useProblemWords()
  const failed = upload.error === undefined ? undefined : words(upload.error)
  const percent = Math.round(upload.share * 100)
  const { size } = upload.file
  return (
    <li className="flex flex-wrap items-center justify-end gap-x-3 gap-y-1 rounded-card border border-dashed border-ctrl p-2">
      <div className={classes('min-w-0', failed ? 'w-full' : 'flex-1')}>
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
            {upload.share < 1
              ? t('media.sent', { sent: showMegabytes(upload.share * size), total: showMegabytes(size) })
              : t('media.reading')}
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
