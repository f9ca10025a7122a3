import { useCallback, useEffect, useRef, useState } from 'react'
import { inputOf, isBlank, type Draft } from './draft.ts'
import { createKeeper, type DraftSaveState } from './keeper.ts'
import type { Tagged } from './post-query.ts'

interface Options {
  readonly ws: string
  /** The post as it was when the screen opened; none for a new one. */
  readonly opened: Tagged | undefined
  /** The draft that needs no saving, if what is on screen is what was opened. */
  readonly clean: Draft | undefined
  readonly draft: Draft
  /** A draft saves itself; changes of a planned post wait for a person to say "Update". */
  readonly auto: boolean
  readonly onStored: (answer: Tagged) => void
}

const copyMs = 200

/** Keeps a draft safe: in this browser from the first character, at the server after each pause. */
export function useSaving({ ws, opened, clean, draft, auto, onStored }: Options) {
  const [state, setState] = useState<DraftSaveState>({ is: 'clean' })
  const [known, setKnown] = useState(clean)
  const latest = useRef(draft)
  const [keeper] = useState(() => createKeeper(ws, opened, setState))
  const { saver } = keeper
  useEffect(() => () => saver.stop(), [saver])
  useEffect(() => keeper.listen(onStored), [keeper, onStored])

  const dirty = draft !== known && (opened !== undefined || state.is !== 'clean' || !isBlank(draft))
  useEffect(() => {
    latest.current = draft
    if (!dirty) return undefined
    if (auto) saver.changed(inputOf(draft))
    const write = () => keeper.copy(draft)
    const timer = setTimeout(write, copyMs)
    window.addEventListener('pagehide', write)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('pagehide', write)
    }
  }, [draft, dirty, auto, saver, keeper])

  // The saver says 'saved' only when nothing newer waits: then the server has what is on screen.
  const [seen, setSeen] = useState(state)
  if (seen !== state) {
    setSeen(state)
    if (state.is === 'saved') setKnown(draft)
  }
  useEffect(() => {
    if (state.is === 'saved') keeper.forgetCopy()
  }, [state, keeper])

  /** Saves now; true once the server has everything. */
  const flush = useCallback(async () => {
    // Nothing was written: there is nothing to make.
    if (keeper.id() === null && isBlank(latest.current)) return false
    if (dirty || keeper.id() === null) saver.changed(inputOf(latest.current))
    return saver.flush()
  }, [saver, keeper, dirty])
  /** What is on screen is what the server has, under this revision. */
  const settle = useCallback(
    (same: Draft, etag: string) => {
      setKnown(same)
      saver.settled(etag)
    },
    [saver],
  )
  return { state, keeper, flush, settle, dirty }
}
