import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { useEffect, useRef, useState } from 'react'

/** Reordering by drag; the buttons and Alt+arrows do the same. */
export function useReorder(list: string, index: number, move: (to: number) => void) {
  const tile = useRef<HTMLLIElement>(null)
  const [over, setOver] = useState(false)
  const latest = useRef(move)
  useEffect(() => {
    latest.current = move
  })
  useEffect(() => {
    const element = tile.current
    if (!element) return undefined
    const isOurs = (data: Record<string | symbol, unknown>): boolean => data['list'] === list
    return combine(
      draggable({
        element,
        getInitialData: () => ({ list, index, move: (to: number) => latest.current(to) }),
        canDrag: ({ element }) =>
          !element.contains(document.activeElement) || document.activeElement?.tagName !== 'TEXTAREA',
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => isOurs(source.data) && source.data['index'] !== index,
        onDragEnter: () => setOver(true),
        onDragLeave: () => setOver(false),
        onDrop: ({ source }) => {
          setOver(false)
          const moveSource = source.data['move'] as (to: number) => void
          moveSource(index)
        },
      }),
    )
  }, [list, index])
  return { tile, over }
}
