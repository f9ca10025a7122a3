import { Tabs } from '@base-ui/react/tabs'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from '../../app/store.ts'
import { say } from '../../app/toasts.ts'
import { Button } from '../../components/button.tsx'
import { PlatformGlyph } from '../../components/platform-glyph.tsx'
import { useLabels } from './names.ts'
import { useComposing } from './composing.tsx'
import { backToBase, baseTab, contentOf, ownFields, versionOf, type Tab } from './draft.ts'
import { FirstComment } from './first-comment.tsx'
import { PartEditor } from './part-editor.tsx'
import { isOut } from './publications.ts'
import { startUploads, uploads } from './uploads.ts'

const SettingsPart = lazy(() => import('./settings-part.tsx'))

/** The base and one tab for each channel; writing in a channel's tab makes its own text at once. */
export function VersionEditor() {
  const { t } = useTranslation(['composer', 'common'])
  const { draft, tab, open, channels } = useComposing()
  const labels = useLabels()
  const tabs: Tab[] = [baseTab, ...draft.versions.map((version) => version.channelId)]
  return (
    <Tabs.Root value={tab} onValueChange={(next) => open(String(next))} className="card">
      <Tabs.List aria-label={t('versions')} className="relative flex overflow-x-auto border-b border-line px-1">
        {tabs.map((id) => {
          const channel = channels.get(id)
          const own = ownFields(versionOf(draft, id)).length > 0
          return (
            <Tabs.Tab
              key={id}
              value={id}
              className="-mb-px flex min-h-9 items-center gap-1.5 border-b-2 border-transparent px-3 text-row font-medium whitespace-nowrap text-ink-2 hover:text-ink data-active:border-accent data-active:text-ink pointer-coarse:min-h-11"
            >
              {id === baseTab ? (
                t('base')
              ) : (
                <>
                  {channel && (
                    <PlatformGlyph platform={channel.platform} label={labels.get(channel.platform)} size={14} />
                  )}
                  <bdi className="max-w-40 truncate">{channel?.name ?? t('channels.gone')}</bdi>
                  {own && (
                    <span className="size-1.5 rounded-full bg-accent" title={t('own.dot')}>
                      <span className="heard-only">{t('own.dot')}</span>
                    </span>
                  )}
                </>
              )}
            </Tabs.Tab>
          )
        })}
      </Tabs.List>
      {tabs.map((id) => (
        <Tabs.Panel key={id} value={id} tabIndex={-1} className="flex flex-col">
          {id === tab && <Version tab={id} />}
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  )
}

function Version({ tab }: { tab: Tab }) {
  const { t } = useTranslation(['composer', 'common'])
  const { draft, ws, act, addAsset, runs } = useComposing()
  const content = contentOf(draft, tab)
  const busy = useStore(uploads)
  return (
    <>
      <OwnLine tab={tab} />
      {isOut(runs.get(tab)) && <p className="px-4 pt-2 text-row text-ink-2">{t('out-already')}</p>}
      {content.parts.map((_, part) => (
        <PartEditor
          key={part}
          tab={tab}
          part={part}
          uploading={busy.filter((one) => one.tab === tab && one.part === part)}
          onFiles={(files) => startUploads(ws, { tab, part }, files, { act, addAsset })}
        />
      ))}
      <FirstComment tab={tab} />
      {tab !== baseTab && (
        <Suspense>
          <SettingsPart channelId={tab} />
        </Suspense>
      )}
    </>
  )
}

/** What a channel has of its own, and the way back. */
function OwnLine({ tab }: { tab: Tab }) {
  const { t } = useTranslation(['composer', 'common'])
  const { draft, act, mayWrite } = useComposing()
  const apart = draft.versions.filter((version) => version.parts !== null).length
  if (tab === baseTab)
    return apart === 0 ? null : <p className="px-4 pt-2 text-row text-ink-2">{t('own.apart', { count: apart })}</p>
  const own = ownFields(versionOf(draft, tab))
  if (own.length === 0) return <p className="px-4 pt-2 text-row text-ink-3">{t('own.none')}</p>
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 pt-2 text-row text-ink-2">
      <span>{own.includes('parts') ? t('own.text') : t('own.other')}</span>
      {mayWrite && (
        <Button
          size="small"
          look="quiet"
          onClick={() => {
            act('back-to-base', (now) => backToBase(now, tab, own))
            say(t('own.given-up'))
          }}
        >
          {t('own.back')}
        </Button>
      )}
    </div>
  )
}
