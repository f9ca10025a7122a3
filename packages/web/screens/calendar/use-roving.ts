import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react'

/** A cell of a grid: a day, and in a grid of hours the row. */
export interface Place {
  readonly day: string
  readonly row: string
}
export const cellName = ({ day, row }: Place): string => `${day} ${row}`

interface Options {
  first: Place
  /** Where a key leads, also out of what is shown; undefined if the key means nothing here. */
  step: (from: Place, key: string) => Place | undefined
  isShown: (place: Place) => boolean
  /** Shows another range, with this day in it. */
  goTo: (day: string) => void
  /** Enter on a cell without cards. */
  onOpen: (place: Place) => void
}

export interface Roving {
  /** 0 for the one cell that is a tab stop. */
  tabIndexOf: (place: Place) => 0 | -1
  onKeyDown: (event: KeyboardEvent) => void
  onFocus: (event: { target: EventTarget }) => void
}

const cellOf = (element: Element): HTMLElement | null => element.closest('[data-cell]')

/**
 * One tab stop for a whole grid (ARIA APG): arrows go from cell to cell, Enter into a cell's cards, arrows among them,
 * Escape back to the cell.
 */
export function useRoving(
  table: RefObject<HTMLTableElement | null>,
  { first, step, isShown, goTo, onOpen }: Options,
): Roving {
  const [kept, keep] = useState(first)
  const wanted = useRef<string>(undefined)
  const active = isShown(kept) ? kept : first
  const focus = (place: Place): void =>
    table.current?.querySelector<HTMLElement>(`[data-cell="${cellName(place)}"]`)?.focus()
  // After a change of range the cell exists only once it is drawn.
  useEffect(() => {
    if (wanted.current !== cellName(active)) return
    wanted.current = undefined
    focus(active)
  })
  const among = (card: Element, event: KeyboardEvent): boolean => {
    const cell = cellOf(card)
    const cards = [...(cell?.querySelectorAll<HTMLElement>('[data-card], button') ?? [])]
    const index = cards.indexOf(card as HTMLElement)
    if (event.key === 'ArrowDown') cards[index + 1]?.focus()
    else if (event.key === 'ArrowUp') cards[index - 1]?.focus()
    else if (event.key === 'Escape') cell?.focus()
    else return false
    return true
  }
  const onCell = (cell: Element, event: KeyboardEvent): boolean => {
    if (event.key === 'Enter') {
      const inside = cell.querySelector<HTMLElement>('[data-card], button')
      if (inside) inside.focus()
      else onOpen(active)
      return true
    }
    const next = step(active, event.key)
    if (!next) return false
    keep(next)
    if (isShown(next)) focus(next)
    else {
      wanted.current = cellName(next)
      goTo(next.day)
    }
    return true
  }
  return {
    tabIndexOf: (place) => (cellName(place) === cellName(active) ? 0 : -1),
    onFocus: ({ target }) => {
      const name = target instanceof Element ? cellOf(target)?.dataset['cell'] : undefined
      const [day, row] = name?.split(' ') ?? []
      if (day !== undefined && row !== undefined && name !== cellName(active)) keep({ day, row })
    },
    onKeyDown: (event) => {
      if (!(event.target instanceof Element) || event.ctrlKey || event.metaKey || event.altKey) return
      const isCell = event.target.matches('[data-cell]')
      if (isCell ? onCell(event.target, event) : among(event.target, event)) event.preventDefault()
    },
  }
}
