import { useEffect, useRef, useState, type ClipboardEvent } from 'react'

/** Where the browser makes a text area as high as its text, the text under it is needed for the marks alone. */
const growsByItself = CSS.supports('field-sizing', 'content')

interface Props {
  id: string
  label: string
  placeholder?: string
  value: string
  /** Where the text stops fitting, in UTF-16 units. */
  overFrom: number | undefined
  readOnly: boolean
  /** The cursor goes here when it appears: one opened it to write. */
  focusFirst?: boolean
  onChange: (value: string) => void
  onFiles?: (files: readonly File[]) => void
}

/**
 * A plain text area, so that writing systems, spelling and undo are the browser's own. Under it lies the same text,
 * which makes it as high as it needs to be and marks what is over a limit.
 */
export function ComposeField({
  id,
  label,
  placeholder,
  value,
  overFrom,
  readOnly,
  focusFirst,
  onChange,
  onFiles,
}: Props) {
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (focusFirst) field.current?.focus()
  }, [focusFirst])
  const paste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files]
    if (files.length === 0 || !onFiles) return
    event.preventDefault()
    onFiles(files)
  }
  const late = useLate(value)
  const below = growsByItself ? late : value
  const over = overFrom === undefined ? '' : below.slice(overFrom)
  const shape = 'col-start-1 row-start-1 min-h-24 p-0 text-input whitespace-pre-wrap wrap-anywhere'
  return (
    <div className="grid">
      {(!growsByItself || over !== '') && (
        <div aria-hidden dir="auto" className={`${shape} pointer-events-none text-transparent`}>
          {below.slice(0, overFrom)}
          {over !== '' && <mark className="bg-failed-soft text-transparent decoration-failed underline">{over}</mark>}
          {'\n'}
        </div>
      )}
      <textarea
        id={id}
        dir="auto"
        aria-label={label}
        aria-invalid={over !== '' || undefined}
        placeholder={placeholder}
        value={value}
        readOnly={readOnly}
        ref={field}
        onChange={(event) => onChange(event.target.value)}
        onPaste={paste}
        className={`${shape} resize-none field-sizing-content overflow-hidden bg-transparent outline-none focus-visible:outline-none`}
      />
    </div>
  )
}

const longText = 4000
const pauseMs = 150

/** The text as it was a moment ago: a key is never kept waiting for the marks, least of all in a long text. */
function useLate(value: string): string {
  const [late, setLate] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setLate(value), value.length > longText ? pauseMs : 0)
    return () => clearTimeout(timer)
  }, [value])
  return late
}
