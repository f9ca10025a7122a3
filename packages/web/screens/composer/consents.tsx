import type { Verdict } from './verdict.ts'

/** What a person agrees to by publishing, each sentence once. */
export function Consents({ verdicts }: { verdicts: Iterable<Verdict> }) {
  const sentences = new Map(
    [...verdicts].flatMap(({ consent }) => (consent ? [[JSON.stringify(consent), consent]] : [])),
  )
  return [...sentences].map(([key, sentence]) => (
    <p key={key} className="text-row text-ink-2">
      {sentence.map((part, n) =>
        typeof part === 'string' ? (
          part
        ) : (
          <a key={n} href={part.url} target="_blank" rel="noreferrer" className="underline underline-offset-2">
            {part.words}
          </a>
        ),
      )}
    </p>
  ))
}
