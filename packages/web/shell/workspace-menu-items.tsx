import { useMutation, useQueryClient } from '@tanstack/react-query'
import { LogOut, Monitor, Moon, Rows3, Rows4, Sun } from 'lucide-react'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { api } from '../app/api.ts'
import { useMe } from '../app/queries.ts'
import { useStore } from '../app/store.ts'
import { density, densities, theme, themes } from '../app/theme.ts'
import { useWorkspace } from '../app/workspace.tsx'
import { Menu } from '../components/menu.tsx'

const themeIcons = { system: Monitor, light: Sun, dark: Moon } as const
const densityIcons = { comfortable: Rows3, compact: Rows4 } as const

/** Ends the session and forgets everything that was read with it. */
export function useSignOut(): () => void {
  const client = useQueryClient()
  const [, go] = useLocation()
  const { mutate } = useMutation({
    mutationFn: () => api('POST /api/v1/auth/sign-out', {}),
    onSuccess: () => {
      go('/sign-in')
      client.clear()
    },
  })
  return mutate
}

export default function WorkspaceMenuItems({ trigger }: { trigger: ReactElement }) {
  const { t } = useTranslation('shell')
  const me = useMe()
  const here = useWorkspace()
  const [chosenTheme, chosenDensity] = [useStore(theme), useStore(density)]
  const signOut = useSignOut()
  return (
    <Menu
      defaultOpen
      trigger={trigger}
      groups={[
        me.workspaces.map((one) => ({
          label: <bdi>{one.name}</bdi>,
          href: `/w/${one.id}`,
          chosen: one.id === here.id,
        })),
        themes.map((one) => ({
          label: t(`theme.${one}`),
          icon: themeIcons[one],
          chosen: one === chosenTheme,
          run: () => theme.set(one),
        })),
        densities.map((one) => ({
          label: t(`density.${one}`),
          icon: densityIcons[one],
          chosen: one === chosenDensity,
          run: () => density.set(one),
        })),
        [{ label: t('sign-out', { name: me.person.name }), icon: LogOut, run: signOut }],
      ]}
    />
  )
}
