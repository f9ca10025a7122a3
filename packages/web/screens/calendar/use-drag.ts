import { useRef, type DragEvent } from 'react'

export interface DragHandlers {
  onDragStart: (event: DragEvent) => void
  onDragOver: (event: DragEvent) => void
  onDragLeave: (event: DragEvent) => void
  onDragEnd: () => void
  onDrop: (event: DragEvent) => void
}

const cellOf = (event: DragEvent): HTMLElement | null =>
  event.target instanceof Element ? event.target.closest<HTMLElement>('[data-cell]') : null

/**
 * Dragging cards between cells, listened to once at the table, so that thousands of cards cost nothing. The cell under
 * the pointer is marked in the page itself: drawing the grid anew for every move of the hand would be slow.
 */
export function useDrag(onDropped: (card: string, cell: string, element: HTMLElement) => void): DragHandlers {
  const dragged = useRef<HTMLElement>(undefined)
  const over = useRef<HTMLElement>(undefined)
  const mark = (cell: HTMLElement | undefined): void => {
    if (over.current === cell) return
    over.current?.removeAttribute('data-over')
    cell?.setAttribute('data-over', '')
    over.current = cell
  }
  const end = (): void => {
    mark(undefined)
    dragged.current = undefined
  }
  return {
    onDragStart: (event) => {
      const card = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-card]') : null
      if (!card?.draggable) return
      dragged.current = card
      event.dataTransfer.effectAllowed = 'move'
      event.dataTransfer.setData('text/plain', card.textContent)
    },
    onDragOver: (event) => {
      const cell = cellOf(event)
      if (!dragged.current || !cell || cell.dataset['past'] !== undefined) {
        mark(undefined)
        return
      }
      event.preventDefault()
      event.dataTransfer.dropEffect = 'move'
      mark(cell)
    },
    onDragLeave: (event) => {
      if (event.relatedTarget === null) mark(undefined)
    },
    onDragEnd: end,
    onDrop: (event) => {
      const [card, cell] = [dragged.current, cellOf(event)]
      end()
      if (!card || !cell || cell.dataset['past'] !== undefined) return
      event.preventDefault()
      const [id, name] = [card.dataset['card'], cell.dataset['cell']]
      if (id !== undefined && name !== undefined) onDropped(id, name, card)
    },
  }
}
