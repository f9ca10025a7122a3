import { ArrowDown, ArrowUp, ImagePlus, Plus, Trash2 } from 'lucide-react'
import { lazy, Suspense, useRef, useState, type DragEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useHotkeys } from '../../app/hotkeys.ts'
import { Button } from '../../components/button.tsx'
import { classes } from '../../components/classes.ts'
import { acceptOf } from './accept.ts'
import { ComposeField } from './compose-field.tsx'
import { fieldId, useComposing } from './composing.tsx'
import { Counters } from './counters.tsx'
import { addPart, baseTab, contentOf, movePart, removePart, setText, type Tab } from './draft.ts'
import { useConcerned } from './concerned.ts'
import type { Upload } from './uploads.ts'
import { overFrom } from './verdict.ts'

const Cures = lazy(() => import('./cures.tsx'))
const MediaStrip = lazy(() => import('./media-strip.tsx'))

interface Props {
  tab: Tab
  part: number
  uploading: readonly Upload[]
  onFiles: (files: readonly File[]) => void
}

/** One text with its counters and files. */
export function PartEditor({ tab, part, uploading, onFiles }: Props) {
  const { t } = useTranslation(['composer', 'common'])
  const { draft, type, act, mayWrite } = useComposing()
  const { parts } = contentOf(draft, tab)
  const { text = '', media = [] } = parts[part] ?? {}
  const concerned = useConcerned(tab)
  const [dropping, setDropping] = useState(false)
  const picker = useRef<HTMLInputElement>(null)
  const several = parts.length > 1
  const mostParts = Math.max(
    1,
    ...concerned.flatMap(({ rules }) => Object.values(rules.forms).map((form) => form.parts)),
  )
  const add = () => act('add-part', (now) => addPart(now, tab, part))
  useHotkeys(
    part === parts.length - 1 && mostParts > 1
      ? [{ keys: 'mod+shift+enter', says: t('keys.add-part'), group: t('title'), run: add }]
      : [],
  )
  const drop = (event: DragEvent) => {
    const files = [...event.dataTransfer.files]
    setDropping(false)
    if (files.length === 0 || !mayWrite) return
    event.preventDefault()
    onFiles(files)
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- files can be picked by the button too
    <section
      aria-label={several ? t('part.section', { number: part + 1 }) : undefined}
      className={classes('flex flex-col gap-2 p-4', part > 0 && 'border-t border-line', dropping && 'bg-accent-soft')}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        setDropping(true)
      }}
      onDragLeave={() => setDropping(false)}
      onDrop={drop}
    >
      <ComposeField
        id={fieldId('text', part)}
        label={several ? t('part.name', { number: part + 1 }) : t('text')}
        placeholder={part === 0 ? t('placeholder') : t('part.placeholder')}
        value={text}
        overFrom={overFrom(part, concerned)}
        readOnly={!mayWrite}
        focusFirst={part === 0 && tab === baseTab}
        onChange={(value) => type((now) => setText(now, tab, part, value))}
        onFiles={onFiles}
      />
      {media.length + uploading.length > 0 && (
        <Suspense fallback={<div className="skeleton h-24" />}>
          <MediaStrip tab={tab} part={part} media={media} uploading={uploading} />
        </Suspense>
      )}
      <div className="flex flex-wrap items-center gap-1">
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          accept={acceptOf(concerned.map(({ rules }) => rules))}
          onChange={(event) => {
            onFiles([...(event.target.files ?? [])])
            event.target.value = ''
          }}
        />
        {mayWrite && (
          <Button id={fieldId('media', part)} look="quiet" size="small" onClick={() => picker.current?.click()}>
            <ImagePlus aria-hidden size={16} strokeWidth={1.5} />
            {t('media.add')}
          </Button>
        )}
        {mayWrite && mostParts > 1 && part === parts.length - 1 && (
          <Button id={fieldId('parts')} look="quiet" size="small" keys="mod+shift+enter" onClick={add}>
            <Plus aria-hidden size={16} strokeWidth={1.5} />
            {t('part.add')}
          </Button>
        )}
        {mayWrite && several && <PartButtons tab={tab} part={part} last={parts.length - 1} />}
        <span className="flex-1" />
        <Counters verdicts={concerned} part={part} />
      </div>
      {mayWrite && concerned.some(({ left }) => (left[part]?.left ?? 0) < 0) && (
        <Suspense>
          <Cures tab={tab} part={part} text={text} verdicts={concerned} />
        </Suspense>
      )}
    </section>
  )
}

function PartButtons({ tab, part, last }: { tab: Tab; part: number; last: number }) {
  const { t } = useTranslation(['composer', 'common'])
  const { act } = useComposing()
  const number = part + 1
  const move = (to: number) => act('move-part', (now) => movePart(now, tab, part, to))
  return (
    <>
      {part > 0 && (
        <Button look="quiet" size="small-icon" aria-label={t('part.up', { number })} onClick={() => move(part - 1)}>
          <ArrowUp aria-hidden size={16} strokeWidth={1.5} />
        </Button>
      )}
      {part < last && (
        <Button look="quiet" size="small-icon" aria-label={t('part.down', { number })} onClick={() => move(part + 1)}>
          <ArrowDown aria-hidden size={16} strokeWidth={1.5} />
        </Button>
      )}
      <Button
        look="quiet"
        size="small-icon"
        aria-label={t('part.remove', { number })}
        onClick={() => act('remove-part', (now) => removePart(now, tab, part))}
      >
        <Trash2 aria-hidden size={16} strokeWidth={1.5} />
      </Button>
    </>
  )
}
