/** The mark: a post horn. */
export const Horn = ({ className }: { className?: string }) => (
  <svg
    aria-hidden
    width="20"
    height="20"
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.75"
    strokeLinecap="round"
    strokeLinejoin="round"
    className={`text-brass ${className ?? ''}`}
  >
    <path d="M2 15h6c5 0 8-1.5 13-5v11c-5-3.5-8-5-13-5" />
    <circle cx="10" cy="9.5" r="5" />
    <path d="M2 14v3" />
  </svg>
)
