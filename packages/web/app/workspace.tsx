import { createContext, use, useCallback, useState, type ReactNode } from 'react'
import { useSearchParams } from 'wouter'
import { atLeast } from './roles.ts'
import type { Role, Workspace } from './api.ts'

interface Here {
  readonly workspace: Workspace
  /** The zone in which this person reads times at the moment. */
  readonly zone: string
  setZone: (zone: string) => void
}
const Context = createContext<Here | undefined>(undefined)

const keptZone = (ws: string): string => `posthorn.zone.${ws}`

const isZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).format(0) !== ''
  } catch {
    return false
  }
}

/** Says to everything inside which workspace it is in. A zone in the address goes before the one this browser keeps. */
export function WorkspaceProvider({ workspace, children }: { workspace: Workspace; children: ReactNode }) {
  const [search, setSearch] = useSearchParams()
  const [chosen, choose] = useState(() => localStorage.getItem(keptZone(workspace.id)))
  const asked = search.get('zone')
  const setZone = (zone: string) => {
    const own = zone === workspace.zone
    if (own) localStorage.removeItem(keptZone(workspace.id))
    else localStorage.setItem(keptZone(workspace.id), zone)
    choose(own ? null : zone)
    setSearch(
      (before) => {
        if (own) before.delete('zone')
        else before.set('zone', zone)
        return before
      },
      { replace: true },
    )
  }
  const zone = [asked, chosen].find((one) => one !== null && isZone(one)) ?? workspace.zone
  return <Context value={{ workspace, zone, setZone }}>{children}</Context>
}

function useHere(): Here {
  const here = use(Context)
  if (!here) throw new Error('used outside of a workspace')
  return here
}

/** The workspace of the address, with the person's role in it. */
export const useWorkspace = (): Workspace => useHere().workspace
/** The zone on screen and how to change it. */
export const useZone = (): readonly [zone: string, setZone: (zone: string) => void] => {
  const { zone, setZone } = useHere()
  return [zone, setZone]
}
/** True if the person may do what this role may. */
export const useMay = (needed: Role): boolean => atLeast(useWorkspace().role, needed)
/** The address of a page of this workspace. */
export const useAddress = (): ((rest?: string) => string) => {
  const { id } = useWorkspace()
  return useCallback((rest = '') => `/w/${id}${rest}`, [id])
}
