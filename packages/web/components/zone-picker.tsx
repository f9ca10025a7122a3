import { Combobox } from '@base-ui/react/combobox'
import { ChevronDown } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useNow } from '../app/now.ts'
import { cityOf, offsetOf, showTime } from '../app/time.ts'
import { Button } from './button.tsx'

/** All zones, by name; `UTC` is not in the list of every browser. */
const allZones = (): string[] => [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])].sort()

interface Props {
  value: string
  onChange: (zone: string) => void
  label: string
  /** What stands on the button. */
  says?: string | undefined
  look?: 'quiet' | 'secondary' | undefined
  /** Zones that are likely, offered first. */
  first?: readonly string[] | undefined
  defaultOpen?: boolean | undefined
}

/** A zone by city, name or offset; each shows the clock there now. */
export function ZonePicker({ value, onChange, label, says, look = 'secondary', first = [], defaultOpen }: Props) {
  const { t } = useTranslation()
  const now = useNow()
  const zones = useMemo(() => {
    const likely = [...new Set([value, ...first])]
    return [...likely, ...allZones().filter((zone) => !likely.includes(zone))]
  }, [value, first])
  const words = (zone: string): string => t('zone', { city: cityOf(zone), offset: offsetOf(zone, now) })
  return (
    <Combobox.Root
      {...(defaultOpen && { defaultOpen })}
      items={zones}
      autoHighlight
      value={value}
      onValueChange={(next) => next !== null && onChange(next)}
      itemToStringLabel={(zone) => `${cityOf(zone)} ${zone} ${offsetOf(zone, now)}`}
    >
      <Combobox.Trigger render={<Button look={look} aria-label={`${label}: ${says ?? words(value)}`} />}>
        <span className="figures">{says ?? words(value)}</span>
        <ChevronDown aria-hidden size={14} />
      </Combobox.Trigger>
      <Combobox.Portal>
        <Combobox.Positioner sideOffset={4} collisionPadding={8} align="start">
          <Combobox.Popup className="float w-80 max-w-[calc(100vw-1rem)]" aria-label={label}>
            <div className="p-2">
              <Combobox.Input className="control" placeholder={t('zone-search')} aria-label={label} />
            </div>
            <Combobox.Empty className="px-3 pb-3 text-ink-2 empty:hidden">{t('zone-none')}</Combobox.Empty>
            <Combobox.List className="relative max-h-72 overflow-y-auto pb-1 empty:hidden">
              {(zone: string) => (
                <Combobox.Item
                  key={zone}
                  value={zone}
                  className="flex min-h-8 cursor-default items-center gap-2 px-3 text-body data-highlighted:bg-sunken data-selected:font-medium pointer-coarse:min-h-11"
                >
                  <span className="min-w-0 flex-1 truncate">{cityOf(zone)}</span>
                  <span className="figures text-row text-ink-3">
                    {offsetOf(zone, now)} · {showTime(now, zone)}
                  </span>
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  )
}
