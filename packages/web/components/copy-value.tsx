import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'

/** A value to carry elsewhere, with a button that copies it. */
export function CopyValue({ value, label }: { value: string; label: string }) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  const Icon = copied ? Check : Copy
  return (
    <div className="flex items-center gap-2 rounded-control bg-sunken ps-2">
      <code className="min-w-0 flex-1 overflow-x-auto py-1.5 text-row whitespace-nowrap select-all" dir="ltr">
        {value}
      </code>
      <Button
        look="quiet"
        size="small"
        aria-label={t('copy-what', { what: label })}
        onClick={() => {
          void navigator.clipboard.writeText(value).then(() => setCopied(true))
        }}
      >
        <Icon aria-hidden size={14} />
        {copied ? t('copied') : t('copy')}
      </Button>
    </div>
  )
}
