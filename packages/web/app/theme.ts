import { createKeptStore } from './store.ts'

export const themes = ['system', 'light', 'dark'] as const
export const densities = ['comfortable', 'compact'] as const
export const theme = createKeptStore('posthorn.theme', themes, 'system')
export const density = createKeptStore('posthorn.density', densities, 'comfortable')

const show = (): void => {
  const { dataset } = document.documentElement
  dataset['theme'] = theme.get()
  dataset['density'] = density.get()
}

/** Puts the personal choices on the page, now and whenever they change. Called once, before anything is drawn. */
export function startTheme(): void {
  show()
  theme.watch(show)
  density.watch(show)
}
