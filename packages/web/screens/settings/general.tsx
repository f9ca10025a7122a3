import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Workspace } from '../../app/api.ts'
import { keys } from '../../app/queries.ts'
import { cityOf } from '../../app/time.ts'
import { say } from '../../app/toasts.ts'
import { useMay, useWorkspace } from '../../app/workspace.tsx'
import { Button } from '../../components/button.tsx'
import { ErrorCard } from '../../components/error-card.tsx'
import { CheckField, Field, SelectField, TextField } from '../../components/field.tsx'
import { ZonePicker } from '../../components/zone-picker.tsx'
import { weekdayName } from '../channels/add-time.tsx'
import { LateFields } from './late-fields.tsx'

type Changes = Partial<
  Pick<Workspace, 'name' | 'zone' | 'weekStart' | 'latePolicy' | 'lateWindowSeconds' | 'priceCap' | 'repeatsUnclear'>
>

/** Name, clock, week, lateness and price cap; saved together. */
export function General() {
  const { t } = useTranslation(['settings', 'common'])
  const workspace = useWorkspace()
  const client = useQueryClient()
  const may = useMay('admin')
  const [changes, setChanges] = useState<Changes>({})
  const now = { ...workspace, ...changes }
  const dirty = Object.entries(changes).some(([name, value]) => workspace[name as keyof Changes] !== value)
  useLeaveGuard(dirty)
  const save = useMutation({
    mutationFn: () =>
      api('PATCH /api/v1/workspaces/{workspaceId}', { params: { workspaceId: workspace.id }, body: changes }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.me })
      await client.invalidateQueries({ queryKey: keys.all(workspace.id) })
      setChanges({})
      say(t('common:saved'))
    },
  })
  const change = (part: Changes) => setChanges((before) => ({ ...before, ...part }))
  return (
    <form
      className="flex max-w-xl flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <fieldset disabled={!may} className="contents">
        {!may && <p className="text-ink-2">{t('admins-only')}</p>}
        <TextField
          label={t('name')}
          required
          maxLength={120}
          value={now.name}
          onChange={(event) => change({ name: event.target.value })}
        />
        <Field
          label={t('zone')}
          hint={
            now.zone === workspace.zone
              ? t('zone-hint')
              : t('zone-change', { from: cityOf(workspace.zone), to: cityOf(now.zone) })
          }
        >
          {() => (
            <div>
              <ZonePicker
                label={t('zone')}
                value={now.zone}
                onChange={(zone) => change({ zone })}
                first={[workspace.zone]}
              />
            </div>
          )}
        </Field>
        <SelectField
          label={t('week-start')}
          value={now.weekStart}
          onChange={(event) => change({ weekStart: Number(event.target.value) })}
        >
          {[1, 2, 3, 4, 5, 6, 7].map((day) => (
            <option key={day} value={day}>
              {weekdayName(day, 'long-weekday')}
            </option>
          ))}
        </SelectField>
        <section>
          <h3 className="pb-1 font-medium">{t('late')}</h3>
          <LateFields
            policy={now.latePolicy}
            windowSeconds={now.lateWindowSeconds}
            onChange={(latePolicy, lateWindowSeconds) => change({ latePolicy, lateWindowSeconds })}
          />
        </section>
        <TextField
          label={t('price-cap')}
          hint={t('price-cap-hint')}
          type="number"
          min={0}
          max={100_000}
          step="0.01"
          inputMode="decimal"
          value={now.priceCap ?? ''}
          onChange={(event) => change({ priceCap: event.target.value === '' ? null : event.target.valueAsNumber })}
        />
        <section>
          <h3 className="pb-1 font-medium">{t('unclear')}</h3>
          <CheckField
            type="checkbox"
            label={t('repeats-unclear')}
            hint={t('repeats-unclear-hint')}
            checked={now.repeatsUnclear}
            onChange={() => change({ repeatsUnclear: !now.repeatsUnclear })}
          />
        </section>
        {save.error && <ErrorCard error={save.error} />}
        {may && (
          <div className="flex items-center gap-3">
            <Button
              type="submit"
              look="primary"
              busy={save.isPending}
              reason={dirty ? undefined : t('nothing-changed')}
            >
              {t('common:save')}
            </Button>
            {dirty && <span className="text-row text-ink-2">{t('not-saved')}</span>}
          </div>
        )}
      </fieldset>
    </form>
  )
}

/** Asks the browser to ask before a page with unsaved changes is left. */
function useLeaveGuard(dirty: boolean): void {
  useEffect(() => {
    if (!dirty) return undefined
    const guard = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', guard)
    return () => window.removeEventListener('beforeunload', guard)
  }, [dirty])
}
