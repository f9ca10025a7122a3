import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { flushSync } from 'react-dom'
import { useSearch } from 'wouter'
import type { Channel, Post } from '../../app/api.ts'
import { useMay, useWorkspace } from '../../app/workspace.tsx'
import { fieldId, type ActName, type Composing } from './composing.tsx'
import * as d from './draft.ts'
import { acted, redone, startHistory, typed, undone } from './history.ts'
import { copyStore } from './local-copy.ts'
import { firstChannels, firstChoice, open, rememberChannels } from './opening.ts'
import { postQuery, tagged, type Tagged } from './post-query.ts'
import { latestRuns, modeOf } from './publications.ts'
import { useAssets } from './use-assets.ts'
import { useSaving } from './use-saving.ts'
import { useOptions } from './use-options.ts'
import { useVerdicts } from './use-verdicts.ts'
import type { Choice } from './when.ts'

interface Options {
  readonly channels: readonly Channel[]
  readonly opened: Tagged | undefined
  readonly from: d.Draft | undefined
  onMade: (id: string) => void
}

/** Everything the composer knows and does, put together. */
export function useComposer({ channels: list, opened, from, onMade }: Options) {
  const { id: ws, zone } = useWorkspace()
  const search = useSearch()
  const client = useQueryClient()
  const channels = useMemo(() => new Map(list.map((channel) => [channel.id, channel])), [list])
  const [opening] = useState(() => {
    const copy = copyStore(ws, opened?.post.id ?? 'new').read()
    const start = { channels: firstChannels(ws, new URLSearchParams(search), list), from }
    return open(opened?.post, opened?.etag ?? null, copy, start)
  })
  const [history, setHistory] = useState(() => startHistory(opening.draft))
  const { draft } = history
  const chosen = useMemo(() => draft.versions.map((version) => version.channelId), [draft.versions])

  const [postId, setPostId] = useState(opened?.post.id ?? null)
  const { data: current = opened } = useQuery({ ...postQuery(ws, postId ?? ''), enabled: postId !== null })
  const post = current?.post
  const runs = useMemo(() => latestRuns(post), [post])
  const mode = modeOf(chosen, runs)

  const onStored = useCallback(
    (answer: Tagged) => {
      client.setQueryData(postQuery(ws, answer.post.id).queryKey, answer)
      rememberChannels(
        ws,
        answer.post.versions.map((version) => version.channelId),
      )
      if (postId !== null) return
      setPostId(answer.post.id)
      onMade(answer.post.id)
    },
    [client, ws, postId, onMade],
  )
  const clean = opening.kept && !opening.kept.older ? undefined : opening.draft
  const saving = useSaving({ ws, opened, clean, draft, auto: mode === 'draft', onStored })
  const { settle: settled, keeper } = saving

  const settle = useCallback(
    (post: Post, etag: string | undefined) => {
      const answer = tagged(post, etag)
      client.setQueryData(postQuery(ws, post.id).queryKey, answer)
      settled(draft, answer.etag)
    },
    [client, ws, settled, draft],
  )
  /** Puts what the server has on screen. */
  const takeTheirs = useCallback(
    (theirs: Tagged) => {
      client.setQueryData(postQuery(ws, theirs.post.id).queryKey, theirs)
      const draft = d.draftOf(theirs.post)
      setHistory(startHistory(draft))
      settled(draft, theirs.etag)
    },
    [client, ws, settled],
  )
  // Changed elsewhere while nothing is unsaved here: there is nothing to lose by showing it.
  const resting = !saving.dirty && (saving.state.is === 'clean' || saving.state.is === 'saved')
  const newer = current !== undefined && resting && revisionOf(current.etag) > revisionOf(keeper.saver.etag)
  useEffect(() => {
    // oxlint-disable-next-line react/set-state-in-effect -- the server's answer is the outside this follows
    if (newer) takeTheirs(current)
  }, [newer, current, takeTheirs])

  const usedAssets = useState(() => assetIds(opening.draft))[0]
  const { assets, addAsset } = useAssets(ws, usedAssets)
  const options = useOptions(ws, chosen, channels)
  const verdicts = useVerdicts(draft, channels, assets, options)

  const [tab, openTab] = useState<d.Tab>(d.baseTab)
  const shownTab = tab === d.baseTab || chosen.includes(tab) ? tab : d.baseTab
  const hasSlots = chosen.some((id) => (channels.get(id)?.slots ?? 0) > 0)
  const [picked, choose] = useState<Choice>()
  const first = useState(() => firstChoice(new URLSearchParams(search), zone, hasSlots))[0]
  const choice = picked ?? (first.is === 'none' && hasSlots ? { is: 'next-slot' as const } : first)

  const value: Composing = {
    ws,
    post,
    postId: keeper.id,
    etag: useCallback(() => keeper.saver.etag, [keeper]),
    draft,
    type: useCallback((change) => setHistory((now) => typed(now, change)), []),
    act: useCallback((name: ActName, change) => setHistory((now) => acted(now, name, change)), []),
    tab: shownTab,
    open: openTab,
    goTo: useCallback((next: d.Tab, field: string, part?: number) => {
      flushSync(() => openTab(next))
      whenThere(fieldId(field, part), focusField)
    }, []),
    channels,
    runs,
    verdicts,
    assets,
    addAsset,
    mode,
    save: saving.state,
    dirty: saving.dirty,
    flush: saving.flush,
    settle,
    choice,
    choose,
    mayWrite: useMay('contributor'),
    mayPublish: useMay('editor'),
  }
  return {
    value,
    kept: opening.kept,
    keeper,
    takeTheirs,
    /** Takes a whole draft, such as the copy this browser kept. */
    replace: useCallback((draft: d.Draft) => setHistory((now) => typed(now, () => draft)), []),
    stored: opening.stored,
    past: history.past,
    future: history.future,
    undo: useCallback(() => setHistory(undone), []),
    redo: useCallback(() => setHistory(redone), []),
  }
}

/** Gives the element of this id, now or as soon as the part of the screen that holds it has come. */
function whenThere(id: string, use: (element: Element) => void): void {
  const look = (): boolean => {
    const element = document.getElementById(id)
    if (element) use(element)
    return element !== null
  }
  if (look()) return
  const watcher = new MutationObserver(() => look() && watcher.disconnect())
  watcher.observe(document.body, { childList: true, subtree: true })
  // Whoever waited longer than this is elsewhere in thought.
  setTimeout(() => watcher.disconnect(), 3000)
}

/** Puts the cursor into a field, opening what it is folded away in. */
function focusField(element: Element): void {
  const folded = element.closest('details')
  if (folded) folded.open = true
  const controls = 'input, select, textarea, button, [tabindex]'
  const control = element.matches(controls) ? element : element.querySelector(controls)
  if (control instanceof HTMLElement) control.focus()
}

const revisionOf = (etag: string | null): number => Number(/\d+/.exec(etag ?? '')?.[0] ?? 0)
const assetIds = (draft: d.Draft): readonly string[] => [
  ...new Set(
    [draft.base, ...draft.versions].flatMap(({ parts, files }) => [
      ...(parts ?? []).flatMap((part) => part.media.map((media) => media.assetId)),
      ...Object.values(files ?? {}).map((media) => media.assetId),
    ]),
  ),
]
