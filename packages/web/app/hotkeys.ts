/** Single keys and chords. They rest while somebody types, and `?` lists those of the present screen. */
import { useEffect, useRef, type RefObject } from 'react'
import { createKeptStore } from './store.ts'

export interface Hotkey {
  /** 'c', 'g h', 'mod+k', '?' … `mod` is ⌘ or Ctrl. */
  readonly keys: string
  readonly says: string
  readonly group: string
  run: () => void
}

/** Single keys can be switched off (WCAG 2.1.4); chords with a modifier stay. */
export const singleKeys = createKeptStore('posthorn.single-keys', ['on', 'off'], 'on')

const layers = new Set<RefObject<readonly Hotkey[]>>()
/** All keys that work at the moment, the shell's first. */
export const presentHotkeys = (): Hotkey[] => [...layers].flatMap((layer) => layer.current)

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches('input:not([type=checkbox],[type=radio]), textarea, select, [role=textbox]'))

const nameOf = (event: KeyboardEvent): string => {
  const mod = event.metaKey || event.ctrlKey ? 'mod+' : ''
  const shift = event.shiftKey && event.key.length > 1 ? 'shift+' : ''
  return mod + shift + event.key.toLowerCase()
}

let pending = ''
let pendingSince = 0

function hear(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.altKey) return
  const name = nameOf(event)
  const chord = name.startsWith('mod+')
  if (!chord && (isTyping(event.target) || singleKeys.get() === 'off')) return
  // A dialog has its own keys; what lies under it is inert.
  if (document.querySelector('[role=dialog],[role=alertdialog]') && !chord) return
  const sequence = pending !== '' && event.timeStamp - pendingSince < 1200 ? `${pending} ${name}` : name
  const all = presentHotkeys()
  const found = all.findLast((one) => one.keys === sequence) ?? all.findLast((one) => one.keys === name)
  pending = found === undefined && all.some((one) => one.keys.startsWith(`${name} `)) ? name : ''
  pendingSince = event.timeStamp
  if (!found) return
  event.preventDefault()
  found.run()
}

/** Listens for keys; called once. */
export const startHotkeys = (): void => window.addEventListener('keydown', hear)

/** Keys that work while the component is on screen; the newest of two equal ones wins. */
export function useHotkeys(own: readonly Hotkey[]): void {
  const layer = useRef(own)
  useEffect(() => {
    layer.current = own
  })
  useEffect(() => {
    layers.add(layer)
    return () => void layers.delete(layer)
  }, [])
}

const isMac = /mac|iphone|ipad/i.test(navigator.userAgent)
/** Keys as they stand on this keyboard: 'mod+k' -> ⌘K or Ctrl+K. */
export const showKeys = (keys: string): string =>
  keys
    .split(' ')
    .map((one) =>
      one
        .replace('mod+', isMac ? '⌘' : 'Ctrl+')
        .replace(/(^|\+|⌘)([a-z])$/, (_, before: string, key: string) => before + key.toUpperCase()),
    )
    .join(' ')
