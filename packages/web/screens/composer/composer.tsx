import { ListChecks, PanelRight, PenLine } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearch } from 'wouter'
import type { Channel } from '../../app/api.ts'
import { useHotkeys } from '../../app/hotkeys.ts'
import { loadWords } from '../../app/i18n.ts'
import { Button } from '../../components/button.tsx'
import { Page } from '../../shell/page.tsx'
import { ChannelBar } from './channel-bar.tsx'
import { ComposingProvider } from './composing.tsx'
import type { Draft } from './draft.ts'
import { Footer } from './footer.tsx'
import { KeptBanner } from './kept-banner.tsx'
import { MoreMenu } from './more-menu.tsx'
import type { Tagged } from './post-query.ts'
import { ProblemList } from './problem-list.tsx'
import { SaveStatus } from './save-status.tsx'
import { SidePanel } from './side-panel.tsx'
import { UndoButtons, useUndoKeys } from './undo.tsx'
import { useComposer } from './use-composer.ts'
import { VersionEditor } from './version-editor.tsx'
import { WhenCard } from './when-card.tsx'

const ConflictDialog = lazy(() => import('./conflict-dialog.tsx'))
const PreviewPanel = lazy(() => import('./preview-panel.tsx'))
const OutView = lazy(() => import('./out-view.tsx'))
const WriterPanel = lazy(async () => {
  const [page] = await Promise.all([import('../writer/writer-panel.tsx'), loadWords(['writer'])])
  return page
})
const LiveDelivery = lazy(async () => {
  const [page] = await Promise.all([import('../delivery/live-delivery.tsx'), loadWords(['delivery'])])
  return page
})

type Panel = 'preview' | 'write' | 'delivery'

interface Props {
  channels: readonly Channel[]
  opened: Tagged | undefined
  from: Draft | undefined
  onMade: (id: string) => void
}

/** One post: written once, fitted to each network, with what will happen always in words. */
export function Composer(props: Props) {
  const { t } = useTranslation(['composer', 'common'])
  const composer = useComposer(props)
  const { value } = composer
  const search = new URLSearchParams(useSearch())
  const [panel, setPanel] = useState<Panel | undefined>(() => firstPanel(search, value.mode))
  const toggle = (wanted: Panel): void => setPanel((now) => (now === wanted ? undefined : wanted))
  const out = value.mode === 'out'
  const runsAny = value.runs.size > 0
  const tabs = ['base', ...value.draft.versions.map((version) => version.channelId)]
  const step = (by: number): void => {
    value.open(tabs[(tabs.indexOf(value.tab) + by + tabs.length) % tabs.length] ?? 'base')
  }
  const group = t('title')
  useHotkeys([
    { keys: 'mod+/', says: t('keys.writer'), group, run: () => toggle('write') },
    { keys: 'mod+\\', says: t('keys.preview'), group, run: () => toggle('preview') },
    { keys: 'mod+<', says: t('keys.previous-version'), group, run: () => step(-1) },
    { keys: 'mod+>', says: t('keys.next-version'), group, run: () => step(1) },
    { keys: 'mod+s', says: t('keys.save'), group, run: () => void value.flush() },
  ])
  useUndoKeys(composer)
  const words = value.draft.base.parts[0]?.text.trim().split('\n')[0]?.slice(0, 60)
  const controls = (
    <div className="flex flex-1 flex-wrap items-center gap-1">
      <SaveStatus />
      <span className="flex-1" />
      {!out && (
        <>
          <UndoButtons composer={composer} />
          <Button
            look="quiet"
            className="max-rail:px-2"
            aria-pressed={panel === 'write'}
            keys="mod+/"
            onClick={() => toggle('write')}
          >
            <PenLine aria-hidden size={16} strokeWidth={1.5} />
            {t('writer')}
          </Button>
          <Button
            look="quiet"
            className="max-rail:px-2"
            aria-pressed={panel === 'preview'}
            keys="mod+\\"
            onClick={() => toggle('preview')}
          >
            <PanelRight aria-hidden size={16} strokeWidth={1.5} />
            {t('preview.title')}
          </Button>
        </>
      )}
      {value.post && runsAny && (
        <Button
          look="quiet"
          className="max-rail:px-2"
          aria-pressed={panel === 'delivery'}
          onClick={() => toggle('delivery')}
        >
          <ListChecks aria-hidden size={16} strokeWidth={1.5} />
          {t('panel.delivery')}
        </Button>
      )}
      <MoreMenu />
    </div>
  )
  return (
    <ComposingProvider value={value}>
      <Page
        title={value.post ? t('edit-title') : t('new-title')}
        detail={words}
        controls={controls}
        primary={null}
        wide
      >
        <div className="flex min-h-0 flex-1 gap-6">
          <div className="flex min-w-0 flex-1 flex-col gap-4 wide:max-w-3xl">
            <KeptBanner composer={composer} />
            {search.get('first') === '1' && value.mode === 'draft' && (
              <p className="text-section">{t('first-words')}</p>
            )}
            <ChannelBar />
            {out ? (
              <Suspense>
                <OutView />
              </Suspense>
            ) : (
              <>
                <VersionEditor />
                <ProblemList />
                <WhenCard />
                <Footer onPublished={() => setPanel('delivery')} />
              </>
            )}
          </div>
          <SidePanel
            open={panel !== undefined}
            onClose={() => setPanel(undefined)}
            title={panel === undefined ? '' : t(`panel.${panel}`)}
          >
            <Suspense>
              {panel === 'preview' && <PreviewPanel />}
              {panel === 'write' && <WriterPanel />}
              {panel === 'delivery' && value.post && <LiveDelivery postId={value.post.id} />}
            </Suspense>
          </SidePanel>
        </div>
      </Page>
      {value.save.is === 'conflict' && (
        <Suspense>
          <ConflictDialog composer={composer} />
        </Suspense>
      )}
    </ComposingProvider>
  )
}

function firstPanel(search: URLSearchParams, mode: string): Panel | undefined {
  const asked = search.get('panel')
  if (asked === 'write' || asked === 'preview') return asked
  if (mode === 'out') return 'delivery'
  // Beside the text where there is room; on small screens a sheet would cover it.
  return matchMedia('(min-width: 64rem)').matches ? 'preview' : undefined
}
