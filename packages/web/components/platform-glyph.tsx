import { classes } from './classes.ts'

interface Glyph {
  readonly paths: readonly string[]
}

// Each platform's folder may bring its glyph; one that brings none is drawn by its initials.
const glyphs = import.meta.glob<Glyph>('../../platforms/*/glyph.json', { eager: true, import: 'default' })

interface Props {
  platform: string
  /** Its name; heard, and shown where there is no glyph. */
  label?: string | undefined
  size?: number | undefined
  className?: string | undefined
}

/** A network's plain one-colour sign. */
export function PlatformGlyph({ platform, label, size = 16, className }: Props) {
  const glyph = glyphs[`../../platforms/${platform}/glyph.json`]
  return (
    <span title={label} className={classes('inline-flex shrink-0 text-ink-2', className)}>
      <svg
        aria-hidden
        width={size}
        height={size}
        viewBox="0 0 20 20"
        fill="none"
        stroke="currentColor"
        strokeWidth={1.6}
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        {glyph ? (
          glyph.paths.map((path) => <path key={path} d={path} />)
        ) : (
          <text x="10" y="14" textAnchor="middle" fontSize="11" fontWeight="650" fill="currentColor" stroke="none">
            {platform.slice(0, 2)}
          </text>
        )}
      </svg>
      {label !== undefined && <span className="heard-only">{label}</span>}
    </span>
  )
}
