import { CircleAlert, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { showList } from '../../app/time.ts'
import { useNames } from './names.ts'
import { useComposing } from './composing.tsx'
import { isBlank } from './draft.ts'
import { issuesOf, type Issue } from './problems.ts'

/** What keeps the post from going out, and what is only worth knowing; each leads to its field. */
export function ProblemList() {
  const { t } = useTranslation(['composer', 'common'])
  const { draft, verdicts } = useComposing()
  // An empty page is not a mistake yet.
  if (isBlank(draft)) return null
  const issues = issuesOf(draft, verdicts)
  const blocking = issues.filter((issue) => issue.blocks)
  const warnings = issues.filter((issue) => !issue.blocks)
  if (issues.length === 0) return null
  return (
    <section
      id="compose-problems"
      tabIndex={-1}
      aria-label={t('problems.title')}
      className="card flex flex-col gap-3 p-4"
    >
      {blocking.length > 0 && (
        <div>
          <h2 className="flex items-center gap-2 font-strong">
            <CircleAlert aria-hidden size={16} className="text-needs" />
            {t('problems.count', { count: blocking.length })}
          </h2>
          <List issues={blocking} />
        </div>
      )}
      {warnings.length > 0 && (
        <div>
          <h2 className="flex items-center gap-2 font-medium text-ink-2">
            <TriangleAlert aria-hidden size={16} className="text-waiting" />
            {t('problems.warnings', { count: warnings.length })}
          </h2>
          <List issues={warnings} />
        </div>
      )}
    </section>
  )
}

function List({ issues }: { issues: readonly Issue[] }) {
  const { t } = useTranslation(['composer', 'common'])
  const { goTo } = useComposing()
  const nameOf = useNames()
  return (
    <ul className="mt-1 flex flex-col gap-1">
      {issues.map((issue) => (
        <li key={issue.key} className="ps-6">
          <button
            type="button"
            className="text-start text-accent underline underline-offset-2"
            onClick={() => goTo(issue.tab, issue.field, issue.part)}
          >
            {t('problems.at', {
              names: showList(issue.channelIds.map(nameOf)),
              says: issue.says,
            })}
          </button>
          {issue.todo !== undefined && <span className="text-ink-2"> {issue.todo}</span>}
        </li>
      ))}
    </ul>
  )
}
