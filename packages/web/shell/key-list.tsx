import { useTranslation } from 'react-i18next'
import { presentHotkeys, showKeys, singleKeys } from '../app/hotkeys.ts'
import { useStore } from '../app/store.ts'
import { Dialog } from '../components/dialog.tsx'
import { Switch } from '../components/switch.tsx'

/** The keys of this screen, by group. */
export default function KeyList({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('shell')
  const list = presentHotkeys()
  const single = useStore(singleKeys)
  const groups = [...new Set(list.map((one) => one.group))].reverse()
  return (
    <Dialog open onClose={onClose} title={t('keys.title')}>
      {groups.map((group) => (
        <section key={group} className="pb-4">
          <h3 className="pb-1 text-row text-ink-2">{group}</h3>
          <dl>
            {list
              .filter((one) => one.group === group)
              .map((one) => (
                <div key={one.keys} className="flex min-h-8 items-center gap-3 border-b border-line last:border-0">
                  <dt className="flex-1">{one.says}</dt>
                  <dd>
                    <kbd className="kbd">{showKeys(one.keys)}</kbd>
                  </dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
      <Switch
        label={t('keys.single')}
        hint={t('keys.single-hint')}
        checked={single === 'on'}
        onChange={(on) => singleKeys.set(on ? 'on' : 'off')}
      />
    </Dialog>
  )
}
