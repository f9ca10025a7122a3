import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { showList } from '../../app/time.ts'
import type { Channel } from '../../app/api.ts'
import { Button } from '../../components/button.tsx'
import { ChannelChip } from '../../components/channel-chip.tsx'
import { AlertDialog } from '../../components/dialog.tsx'
import { useLabels } from './names.ts'
import { useComposing } from './composing.tsx'
import type { Plan } from './plan.ts'
import { showPrice } from './price.ts'

interface Props {
  plan: Plan
  label: string
  onClose: () => void
  onConfirm: () => void
}

const names = (channels: readonly Channel[]): string => showList(channels.map((channel) => channel.name))

/** Says once more where it goes, what it costs and what cannot be promised. */
export default function ConfirmDialog({ plan, label, onClose, onConfirm }: Props) {
  const { t } = useTranslation(['composer', 'common'])
  const { choice, verdicts } = useComposing()
  const labels = useLabels()
  const cancel = useRef<HTMLButtonElement>(null)
  const now = choice.is === 'now'
  return (
    <AlertDialog
      open
      onClose={onClose}
      title={now ? t('confirm.now', { count: plan.going.length }) : t('confirm.later', { count: plan.going.length })}
      focusFirst={now ? cancel : undefined}
      actions={
        <>
          <Button ref={cancel} onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button look="primary" onClick={onConfirm}>
            {plan.staying.length > 0 ? t('confirm.only', { count: plan.going.length }) : label}
          </Button>
        </>
      }
    >
      <ul className="flex flex-col gap-1">
        {plan.going.map((channel) => {
          const price = verdicts.get(channel.id)?.price
          return (
            <li key={channel.id} className="flex items-center gap-2">
              <ChannelChip channel={channel} platformLabel={labels.get(channel.platform)} />
              {price !== undefined && <span className="figures ms-auto text-row text-ink-2">{showPrice(price)}</span>}
            </li>
          )
        })}
      </ul>
      <div className="mt-3 flex flex-col gap-2">
        {plan.staying.length > 0 && (
          <p>{t('confirm.staying', { names: names(plan.staying), count: plan.staying.length })}</p>
        )}
        {plan.asking.length > 0 && <p>{t('confirm.asking', { names: names(plan.asking) })}</p>}
        {plan.mixed && <p className="font-medium">{t('confirm.mixed')}</p>}
        {plan.price > 0 && <p className="figures">{t('costs', { price: showPrice(plan.price) })}</p>}
        {now && <p className="text-ink-2">{t('confirm.now-says')}</p>}
      </div>
    </AlertDialog>
  )
}
