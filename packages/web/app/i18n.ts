/** Words. Every area has a file `locales/<language>/<area>.json`, loaded with the screen that speaks them. */
import i18next from 'i18next'
import type { ResourceNamespaceMap } from 'i18next'
import { initReactI18next } from 'react-i18next'
import common from '../locales/en/common.json'
import shell from '../locales/en/shell.json'

export type Area = keyof ResourceNamespaceMap

const files = import.meta.glob<object>(['../locales/*/*.json', '!../locales/en/{common,shell}.json'], {
  import: 'default',
})

/** Loads the words of areas; a screen asks for them at the same time as for its code. */
export async function loadWords(areas: readonly Area[]): Promise<void> {
  const language = i18next.language
  await Promise.all(
    areas.map(async (area) => {
      if (i18next.hasResourceBundle(language, area)) return
      const load = files[`../locales/${language}/${area}.json`]
      if (load) i18next.addResourceBundle(language, area, await load())
    }),
  )
}

export async function startWords(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { common, shell } },
    defaultNS: 'common',
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  })
  document.documentElement.lang = i18next.language
}

/** The locale for dates and numbers: the browser's own variety of the language on screen. */
export const formatLocale = (): string =>
  navigator.languages.find((one) => one.split('-')[0] === i18next.language) ?? i18next.language
