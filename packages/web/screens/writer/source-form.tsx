import { FileUp, X } from 'lucide-react'
import { useRef, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../components/button.tsx'
import { ErrorCard } from '../../components/error-card.tsx'
import { Field, TextField } from '../../components/field.tsx'
import { fileSource, type SourceInput } from './writer-state.ts'

const mostSources = 5

interface Props {
  channelIds: readonly string[]
  busy: boolean
  error: unknown
  onWrite: (sources: SourceInput[], brief: string) => void
}

/** What to write from: a link, text, files, and what readers should take away. */
export function SourceForm({ channelIds, busy, error, onWrite }: Props) {
  const { t } = useTranslation(['writer', 'common'])
  const [url, setUrl] = useState('')
  const [text, setText] = useState('')
  const [files, setFiles] = useState<readonly File[]>([])
  const [brief, setBrief] = useState('')
  const picker = useRef<HTMLInputElement>(null)
  const link = url.trim() === '' ? undefined : withScheme(url.trim())
  const nothing = link === undefined && text.trim() === '' && files.length === 0 && brief.trim() === ''
  const reason =
    channelIds.length === 0
      ? t('choose-channel')
      : nothing
        ? t('give-source')
        : link !== undefined && !URL.canParse(link)
          ? t('bad-link')
          : undefined
  const write = async () => {
    const sources: SourceInput[] = [
      ...(link === undefined ? [] : [{ is: 'url' as const, url: link }]),
      ...(text.trim() === '' ? [] : [{ is: 'text' as const, text: text.trim() }]),
      ...(await Promise.all(files.map(fileSource))),
    ]
    onWrite(sources.slice(0, mostSources), brief.trim())
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (reason === undefined && !busy) void write()
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <TextField
        label={t('link')}
        type="text"
        inputMode="url"
        placeholder={t('link-example')}
        value={url}
        onChange={(event) => setUrl(event.target.value)}
      />
      <Field label={t('note')}>
        {(control) => (
          <textarea
            {...control}
            dir="auto"
            rows={4}
            className="control py-2"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <div className="flex flex-col items-start gap-1">
        <input
          ref={picker}
          type="file"
          hidden
          multiple
          accept=".txt,.md,.pdf,.html,text/plain,text/markdown,text/html,application/pdf"
          onChange={(event) => {
            setFiles([...files, ...(event.target.files ?? [])].slice(0, mostSources))
            event.target.value = ''
          }}
        />
        <Button size="small" onClick={() => picker.current?.click()}>
          <FileUp aria-hidden size={14} />
          {t('file')}
        </Button>
        {files.map((file, index) => (
          <span key={`${file.name} ${index}`} className="inline-flex items-center gap-1 text-row">
            <bdi>{file.name}</bdi>
            <Button
              look="quiet"
              size="small-icon"
              aria-label={t('remove-file', { name: file.name })}
              onClick={() => setFiles(files.toSpliced(index, 1))}
            >
              <X aria-hidden size={14} />
            </Button>
          </span>
        ))}
      </div>
      <Field label={t('brief')} hint={t('brief-hint')}>
        {(control) => (
          <textarea
            {...control}
            dir="auto"
            rows={2}
            className="control py-2"
            value={brief}
            onChange={(event) => setBrief(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return
              event.stopPropagation()
              submit(event)
            }}
          />
        )}
      </Field>
      {error !== null && error !== undefined && <ErrorCard error={error} />}
      <Button type="submit" look="primary" busy={busy} reason={reason} className="self-start">
        {t('write')}
      </Button>
    </form>
  )
}

const withScheme = (text: string): string => (/^[a-z]+:/i.test(text) ? text : `https://${text}`)
