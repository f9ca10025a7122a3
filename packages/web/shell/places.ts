import { CalendarDays, FileText, ListChecks, Radio, Settings, Sun, type LucideIcon } from 'lucide-react'

export interface Place {
  readonly id: 'today' | 'calendar' | 'posts' | 'delivery' | 'channels' | 'settings'
  /** Address below the workspace. */
  readonly path: string
  readonly icon: LucideIcon
  /** Second key after `G`. */
  readonly key: string
}

/** The places of a workspace, in the order of the sidebar. */
export const places: readonly Place[] = [
  { id: 'today', path: '', icon: Sun, key: 'h' },
  { id: 'calendar', path: '/calendar', icon: CalendarDays, key: 'c' },
  { id: 'posts', path: '/posts', icon: FileText, key: 'p' },
  { id: 'delivery', path: '/delivery', icon: ListChecks, key: 'd' },
  { id: 'channels', path: '/channels', icon: Radio, key: 'l' },
  { id: 'settings', path: '/settings', icon: Settings, key: 's' },
]
