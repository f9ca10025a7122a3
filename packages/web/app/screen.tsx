import { lazy, type ComponentType } from 'react'
import { loadWords, type Area } from './i18n.ts'

type Page = ComponentType

/** A screen whose code and words arrive together, when first opened. */
export const screen = (load: () => Promise<{ default: Page }>, areas: readonly Area[]) =>
  lazy(async () => {
    const [page] = await Promise.all([load(), loadWords(areas)])
    return page
  })
