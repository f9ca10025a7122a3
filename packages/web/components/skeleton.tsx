import { useTranslation } from 'react-i18next'

/** Grey lines in the shape of what is coming; they appear only if it takes longer than 150 ms. */
export function Skeleton({ rows = 4, className = 'h-(--row)' }: { rows?: number; className?: string }) {
  const { t } = useTranslation()
  return (
    <div aria-busy className="flex flex-col gap-1">
      <span className="heard-only">{t('loading')}</span>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className={`skeleton ${className}`} />
      ))}
    </div>
  )
}
