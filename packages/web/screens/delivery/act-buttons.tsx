import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import type { Publication } from '../../app/api.ts'
import { useNow } from '../../app/now.ts'
import { useAddress, useMay } from '../../app/workspace.tsx'
import { Button, type Look } from '../../components/button.tsx'
import { AlertDialog, Dialog } from '../../components/dialog.tsx'
import { ErrorCard } from '../../components/error-card.tsx'
import TimeChoice from '../composer/time-choice.tsx'
import { meaningOf, suggestedTime, type Choice } from '../composer/when.ts'
import { useAct, type Act } from './queries.ts'
import { ResolveDialog } from './resolve-dialog.tsx'

type May = Publication['may'][number]
/** In this order, the one that helps most first. */
const order: readonly May[] = ['resolve', 'look', 'retry', 'publish-now', 'reschedule', 'skip', 'cancel', 'remove']
/** What cannot be taken back, or puts something before followers, is asked about once more. */
const asked: readonly May[] = ['remove', 'publish-now', 'retry', 'skip', 'cancel']

interface Props {
  ws: string
  publication: Publication
  platform: string
  zone: string
}

/** What may be done now; the server says which. No button sends something again while its outcome is unclear. */
export function ActButtons({ ws, publication, platform, zone }: Props) {
  const { t } = useTranslation(['delivery', 'common'])
  const editor = useMay('editor')
  const [open, setOpen] = useState<May>()
  const [, go] = useLocation()
  const address = useAddress()
  const act = useAct(ws, publication.id)
  const may = order.filter((one) => publication.may.includes(one))
  if (may.length === 0) return null
  if (!editor) return <p className="text-row text-ink-2">{t('common:ask-editor')}</p>
  const close = () => setOpen(undefined)
  const run = (wanted: Act) => {
    close()
    act.mutate(wanted, {
      // Trying again is a run of its own, with a page of its own.
      onSuccess: (answer) => answer.id !== publication.id && go(address(`/delivery/${answer.id}`)),
    })
  }
  const lookOf = (one: May, index: number): Look =>
    one === 'remove' || one === 'cancel' ? 'danger' : index === 0 ? 'primary' : 'secondary'
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        {may.map((one, index) => (
          <Button
            key={one}
            look={lookOf(one, index)}
            busy={act.isPending && act.variables.is === plainOf(one)}
            onClick={() => (one === 'look' ? run({ is: 'look' }) : setOpen(one))}
          >
            {t(`act.${one}`)}
          </Button>
        ))}
      </div>
      {act.error && <ErrorCard error={act.error} />}
      {open === 'resolve' && (
        <ResolveDialog ws={ws} publication={publication} platform={platform} zone={zone} onClose={close} />
      )}
      {open === 'reschedule' && (
        <MoveDialog
          publication={publication}
          onClose={close}
          onMove={(choice) => run({ ...choice, is: 'reschedule' })}
        />
      )}
      {open !== undefined && asked.includes(open) && (
        <Confirm open={open} platform={platform} onClose={close} onConfirm={() => run({ is: plainOf(open) })} />
      )}
    </div>
  )
}

/** Skipping is a cancel in the server's words. */
const plainOf = (one: May): 'cancel' | 'look' | 'remove' | 'retry' | 'publish-now' =>
  one === 'skip' ? 'cancel' : one === 'reschedule' || one === 'resolve' ? 'look' : one

interface ConfirmProps {
  open: May
  platform: string
  onClose: () => void
  onConfirm: () => void
}
function Confirm({ open, platform, onClose, onConfirm }: ConfirmProps) {
  const { t } = useTranslation(['delivery', 'common'])
  const back = useRef<HTMLButtonElement>(null)
  const key = open as 'remove' | 'publish-now' | 'retry' | 'skip' | 'cancel'
  return (
    <AlertDialog
      open
      onClose={onClose}
      focusFirst={back}
      title={t(`confirm.${key}.title`, { platform })}
      says={t(`confirm.${key}.says`, { platform })}
      actions={
        <>
          <Button ref={back} onClick={onClose}>
            {t('keep')}
          </Button>
          <Button look={key === 'remove' || key === 'cancel' ? 'danger-final' : 'primary'} onClick={onConfirm}>
            {t(`act.${key}`)}
          </Button>
        </>
      }
    />
  )
}

type At = Extract<Choice, { is: 'at' }>
interface MoveProps {
  publication: Publication
  onClose: () => void
  onMove: (choice: At) => void
}
function MoveDialog({ publication, onClose, onMove }: MoveProps) {
  const { t } = useTranslation(['delivery', 'common'])
  const [choice, setChoice] = useState<At>(() => {
    const planned: At = { is: 'at', wallTime: publication.wallTime.slice(0, 16), zone: publication.zone }
    return meaningOf(planned, new Date()).is === 'at'
      ? planned
      : { ...planned, wallTime: suggestedTime(new Date(), publication.zone) }
  })
  const now = useNow()
  const ready = meaningOf(choice, new Date(now)).is === 'at'
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('act.reschedule')}
      actions={
        <>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button look="primary" reason={ready ? undefined : t('choose-later')} onClick={() => onMove(choice)}>
            {t('move')}
          </Button>
        </>
      }
    >
      <TimeChoice choice={choice} onChange={setChoice} />
    </Dialog>
  )
}
