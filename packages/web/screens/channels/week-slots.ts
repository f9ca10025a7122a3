/** The weekly times of a channel while they are being edited. */
export interface Slot {
  readonly weekday: number
  readonly time: string
}

const order = (a: Slot, b: Slot): number => a.weekday - b.weekday || a.time.localeCompare(b.time)
const same = (a: Slot) => (b: Slot) => a.weekday === b.weekday && a.time === b.time

/** Adds a time to several days at once; a time that is there stays once. */
export const addTime = (slots: readonly Slot[], time: string, weekdays: readonly number[]): Slot[] =>
  [...slots, ...weekdays.map((weekday) => ({ weekday, time })).filter((slot) => !slots.some(same(slot)))].sort(order)

export const removeSlot = (slots: readonly Slot[], slot: Slot): Slot[] => slots.filter((one) => !same(slot)(one))

/** Gives other days exactly the times of one. */
export const copyDay = (slots: readonly Slot[], from: number, to: readonly number[]): Slot[] => {
  const times = slots.filter((slot) => slot.weekday === from).map((slot) => slot.time)
  const rest = slots.filter((slot) => !to.includes(slot.weekday))
  return [...rest, ...to.flatMap((weekday) => times.map((time) => ({ weekday, time })))].sort(order)
}

export const sameSlots = (a: readonly Slot[], b: readonly Slot[]): boolean =>
  a.length === b.length && a.every((slot) => b.some(same(slot)))

/** The days of a week, beginning where the workspace's does. */
export const weekFrom = (start: number): number[] =>
  Array.from({ length: 7 }, (_, index) => ((start - 1 + index) % 7) + 1)
