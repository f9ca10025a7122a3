import { useTranslation } from 'react-i18next'
import type { PublicationCard } from '../../app/api.ts'
import { useHotkeys, type Hotkey } from '../../app/hotkeys.ts'
import type { Acts } from './acts.ts'
import type { CalendarAddress } from './address.ts'
import { groupCards, type Group } from './groups.ts'
import { views } from './range.ts'

/** The post that has the focus, with the element it is drawn in. */
function focused(cards: readonly PublicationCard[]): { group: Group; element: HTMLElement } | undefined {
  const element = document.activeElement
  if (!(element instanceof HTMLElement)) return undefined
  const group = groupCards(cards).find((one) => one.id === element.dataset['card'])
  return group && { group, element }
}

/** The day, and in a week the hour, of the cell that has the focus. */
function focusedTime(today: string): string {
  const name = document.activeElement?.closest<HTMLElement>('[data-cell]')?.dataset['cell']
  const [day = today, row = 'day'] = name?.split(' ') ?? []
  const hour = Number.parseInt(row, 10)
  return `${day}T${String(Number.isNaN(hour) ? 9 : hour).padStart(2, '0')}:00`
}

/** The keys of the calendar. */
export function useCalendarKeys(
  calendar: CalendarAddress,
  acts: Acts,
  cards: readonly PublicationCard[],
  undo: () => void,
): void {
  const { t } = useTranslation('calendar')
  const group = t('title')
  const keys: Hotkey[] = [
    { keys: 't', says: t('today'), group, run: () => calendar.set({ at: undefined }) },
    ...views.map((view): Hotkey => ({
      keys: view.charAt(0),
      says: t(`keys.${view}`),
      group,
      run: () => calendar.set({ view }),
    })),
    {
      keys: ' ',
      says: t('keys.peek'),
      group,
      run: () => {
        const found = focused(cards)
        if (found) acts.peek(found.group, found.element)
      },
    },
  ]
  if (acts.may)
    keys.push(
      {
        keys: 'r',
        says: t('keys.move'),
        group,
        run: () => {
          const found = focused(cards)
          if (found) acts.move(found.group, found.element)
        },
      },
      { keys: 'n', says: t('keys.new'), group, run: () => acts.compose(focusedTime(calendar.at)) },
      { keys: 'mod+z', says: t('keys.undo'), group, run: undo },
    )
  useHotkeys(keys)
}
