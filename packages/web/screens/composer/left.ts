import { showNumber } from '../../app/time.ts'

/** What is left, with a real minus sign where a text is over. */
export const showLeft = (left: number): string => `${left < 0 ? '−' : ''}${showNumber(Math.abs(left))}`
