import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Publication } from '../../app/api.ts'
import { cityOf, offsetOf, showTime } from '../../app/time.ts'
import { Button, LinkButton } from '../../components/button.tsx'
import { AlertDialog } from '../../components/dialog.tsx'
import { ErrorCard } from '../../components/error-card.tsx'
import { CheckField, TextField } from '../../components/field.tsx'
import { useAct } from './queries.ts'

type Answer = 'there' | 'not-there' | 'leave'

interface Props {
  ws: string
  publication: Publication
  platform: string
  zone: string
  onClose: () => void
}

/** The one question only a person can answer. Looking again is offered first; nothing is sent by accident. */
export function ResolveDialog({ ws, publication, platform, zone, onClose }: Props) {
  const { t } = useTranslation(['delivery', 'common'])
  const [answer, setAnswer] = useState<Answer>()
  const [link, setLink] = useState('')
  const look = useRef<HTMLButtonElement>(null)
  const act = useAct(ws, publication.id)
  const done = { onSuccess: onClose }
  const save = () => {
    if (answer === undefined) return
    const resolve =
      answer === 'there' ? { answer, ...(link.trim() !== '' && { link: link.trim() }) } : ({ answer } as const)
    act.mutate({ is: 'resolve', resolve }, done)
  }
  const { sentAt } = publication
  const looks = Math.max(0, ...publication.steps.map((step) => step.looks))
  return (
    <AlertDialog
      open
      wide
      onClose={onClose}
      focusFirst={look}
      title={t('resolve.title', { platform })}
      says={
        sentAt === null
          ? t('resolve.says-unsent')
          : t('resolve.says', {
              time: showTime(sentAt, zone, 'seconds'),
              zone: t('common:zone', { city: cityOf(zone), offset: offsetOf(zone, sentAt) }),
              count: looks,
            })
      }
      actions={
        <>
          <Button ref={look} busy={act.isPending} onClick={() => act.mutate({ is: 'look' }, done)} className="me-auto">
            {t('act.look')}
          </Button>
          <Button
            look="primary"
            busy={act.isPending}
            reason={answer === undefined ? t('resolve.choose') : undefined}
            onClick={save}
          >
            {t('common:save')}
          </Button>
          <Button look="quiet" onClick={onClose}>
            {t('common:cancel')}
          </Button>
        </>
      }
    >
      <p dir="auto" className="max-h-40 overflow-y-auto rounded-control bg-sunken p-3 whitespace-pre-wrap">
        {publication.sentTexts.join('\n\n')}
      </p>
      {publication.permalink !== null && (
        <LinkButton outside size="small" look="quiet" href={publication.permalink} className="mt-2">
          {t('open-account', { name: publication.channelHandle || publication.channelName, platform })}
        </LinkButton>
      )}
      <fieldset className="mt-3 flex flex-col gap-1">
        <legend className="heard-only">{t('resolve.title', { platform })}</legend>
        {(['there', 'not-there', 'leave'] as const).map((one) => (
          <CheckField
            key={one}
            type="radio"
            name="answer"
            checked={answer === one}
            onChange={() => setAnswer(one)}
            label={t(`resolve.answer.${one}`)}
            hint={t(`resolve.then.${one}`)}
          />
        ))}
      </fieldset>
      {answer === 'there' && (
        <TextField
          className="mt-2"
          label={t('resolve.link')}
          hint={t('resolve.link-hint')}
          type="url"
          inputMode="url"
          value={link}
          onChange={(event) => setLink(event.target.value)}
        />
      )}
      {answer === 'not-there' && <p className="mt-2 font-medium text-needs">{t('resolve.risk')}</p>}
      {act.error && (
        <div className="mt-3">
          <ErrorCard error={act.error} />
        </div>
      )}
    </AlertDialog>
  )
}
