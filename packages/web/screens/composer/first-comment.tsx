import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../components/button.tsx'
import { ComposeField } from './compose-field.tsx'
import { fieldId, useComposing } from './composing.tsx'
import { baseTab, contentOf, setFirstComment, type Tab } from './draft.ts'

/** A comment sent after the post, where the network lets us; it may fail without failing the post. */
export function FirstComment({ tab }: { tab: Tab }) {
  const { t } = useTranslation(['composer', 'common'])
  const { draft, verdicts, type, mayWrite } = useComposing()
  const text = contentOf(draft, tab).firstComment ?? ''
  const [opened, setOpened] = useState(false)
  const able = [...verdicts.values()].filter(
    (verdict) => verdict.rules.can.firstComment && (tab === baseTab || verdict.channelId === tab),
  )
  if (text === '' && (able.length === 0 || !mayWrite)) return null
  if (text === '' && !opened)
    return (
      <div className="border-t border-line px-4 py-1.5">
        <Button look="quiet" size="small" onClick={() => setOpened(true)}>
          {t('comment.add')}
        </Button>
      </div>
    )
  return (
    <section aria-label={t('comment.title')} className="flex flex-col gap-1 border-t border-line p-4">
      <h3 className="text-row font-medium">{t('comment.title')}</h3>
      <ComposeField
        id={fieldId('firstComment')}
        label={t('comment.title')}
        value={text}
        overFrom={undefined}
        readOnly={!mayWrite}
        focusFirst={opened}
        onChange={(value) => type((now) => setFirstComment(now, tab, value))}
      />
      <p className="text-row text-ink-2">{t('comment.note')}</p>
    </section>
  )
}
