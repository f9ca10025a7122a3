import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog } from '@base-ui/react/dialog'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { api } from '../app/api.ts'
import { presentHotkeys, showKeys } from '../app/hotkeys.ts'
import { keys, useChannels } from '../app/queries.ts'
import { useAddress, useWorkspace } from '../app/workspace.tsx'

interface Entry {
  readonly id: string
  readonly label: string
  readonly hint?: string | undefined
  run: () => void
}
interface Group {
  readonly value: string
  readonly items: Entry[]
}

/** What the palette offers for a text: places and deeds of this screen at once, channels, and posts from the server. */
function useGroups(text: string, onClose: () => void): Group[] {
  const { t } = useTranslation('shell')
  const [, go] = useLocation()
  const address = useAddress()
  const ws = useWorkspace().id
  const channels = useChannels(ws).data ?? []
  const deeds = presentHotkeys()
  const query = useDeferredValue(text.replace(/^[>#@]\s*/, '').trim())
  const found = useQuery({
    queryKey: keys.of(ws, 'posts', 'palette', query),
    queryFn: async ({ signal }) =>
      (
        await api('GET /api/v1/workspaces/{workspaceId}/posts', {
          params: { workspaceId: ws },
          query: { q: query, limit: 8 },
          signal,
        })
      ).data.items,
    enabled: query.length > 1 && !/^[>@]/.test(text),
  }).data
  const matches = (words: string): boolean => words.toLowerCase().includes(query.toLowerCase())
  const open = (path: string) => () => {
    onClose()
    go(address(path))
  }
  const kind = /^[>#@]/.exec(text)?.[0]
  const groups: Group[] = [
    {
      value: t('palette.do'),
      items:
        kind === '#' || kind === '@'
          ? []
          : deeds
              .filter((one) => one.keys !== 'mod+k' && matches(one.says))
              .map((one) => ({
                id: `do ${one.keys}`,
                label: one.says,
                hint: showKeys(one.keys),
                run: () => {
                  onClose()
                  one.run()
                },
              })),
    },
    {
      value: t('palette.channels'),
      items:
        kind === '>' || kind === '#'
          ? []
          : channels
              .filter((one) => query !== '' && matches(`${one.name} ${one.handle} ${one.platform}`))
              .slice(0, 8)
              .map((one) => ({
                id: one.id,
                label: one.name || one.handle,
                hint: one.handle,
                run: open(`/channels/${one.id}`),
              })),
    },
    {
      value: t('palette.posts'),
      items: (found ?? []).map((one) => ({
        id: one.id,
        label: one.words || t('palette.no-text'),
        run: open(`/posts/${one.id}`),
      })),
    },
  ]
  return groups.filter((group) => group.items.length > 0)
}

/** Go, do, find: by typing. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('shell')
  const [text, setText] = useState('')
  const groups = useGroups(text, onClose)
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup
          className="float fixed inset-x-3 top-[10dvh] mx-auto flex max-h-[70dvh] max-w-xl flex-col overflow-hidden rounded-dialog"
          aria-label={t('palette.title')}
        >
          <Autocomplete.Root
            open
            inline
            items={groups}
            filter={null}
            value={text}
            onValueChange={setText}
            autoHighlight="always"
            keepHighlight
            itemToStringValue={(entry: Entry) => entry.label}
          >
            <Autocomplete.Input
              className="border-b border-line bg-transparent px-4 py-3 text-input outline-none"
              placeholder={t('palette.placeholder')}
              aria-label={t('palette.title')}
            />
            <Autocomplete.Empty className="px-4 py-3 text-ink-2 empty:hidden">{t('palette.none')}</Autocomplete.Empty>
            <Autocomplete.List className="relative min-h-0 overflow-y-auto py-1 empty:hidden">
              {(group: Group) => (
                <Autocomplete.Group key={group.value} items={group.items}>
                  <Autocomplete.GroupLabel className="px-4 pt-2 pb-1 text-caption text-ink-3">
                    {group.value}
                  </Autocomplete.GroupLabel>
                  <Autocomplete.Collection>
                    {(entry: Entry) => (
                      <Autocomplete.Item
                        key={entry.id}
                        value={entry}
                        onClick={entry.run}
                        className="flex min-h-9 cursor-default items-center gap-3 px-4 data-highlighted:bg-sunken"
                      >
                        <bdi className="min-w-0 flex-1 truncate">{entry.label}</bdi>
                        {entry.hint !== undefined && <span className="text-row text-ink-3">{entry.hint}</span>}
                      </Autocomplete.Item>
                    )}
                  </Autocomplete.Collection>
                </Autocomplete.Group>
              )}
            </Autocomplete.List>
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
