import i18next from 'i18next'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { problemOf } from './api.ts'

export interface ProblemWords {
  readonly says: string
  readonly todo?: string | undefined
  readonly requestId?: string | undefined
  /** The field that caused it, by its name in the request. */
  readonly field?: string | undefined
}

/** Turns what was thrown into a sentence and the one thing to do. The server's words are English; a catalogue may say them in another language. */
export function useProblemWords(): (thrown: unknown) => ProblemWords {
  const { t } = useTranslation()
  return useCallback(
    (thrown) => {
      const problem = problemOf(thrown)
      if (!problem)
        return navigator.onLine
          ? { says: t('no-answer.says'), todo: t('no-answer.todo') }
          : { says: t('offline.says'), todo: t('offline.todo') }
      const said = (part: 'says' | 'todo', fallback: string | undefined): string | undefined => {
        const key = `problems:${problem.code}.${part}`
        return i18next.exists(key) ? i18next.t(key as never, problem.values ?? {}) : fallback
      }
      return {
        says: said('says', problem.title) ?? problem.code,
        todo: said('todo', problem.todo),
        requestId: problem.status >= 500 ? problem.requestId : undefined,
        field: problem.field,
      }
    },
    [t],
  )
}
