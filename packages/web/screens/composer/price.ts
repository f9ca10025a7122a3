import { formatLocale } from '../../app/i18n.ts'

/** US$ as the reader writes money; networks charge in fractions of a cent. */
export const showPrice = (usd: number): string =>
  new Intl.NumberFormat(formatLocale(), {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: 2,
    maximumFractionDigits: 3,
  }).format(usd)
