import type { TFunction } from 'i18next'
import { labelOf } from '@posthorn/domain/media/types.ts'
import { showNumber } from '../../app/time.ts'
import type { Asset } from './verdict.ts'

/** Bytes as people count them: 0.3 MB, 812 MB, 1,204 MB. */
export function showMegabytes(bytes: number): string {
  const megabytes = bytes / 1_000_000
  return `${showNumber(megabytes < 10 ? Math.max(0.1, Math.round(megabytes * 10) / 10) : Math.round(megabytes))} MB`
}

/** 1:05, and 1:02:03 from an hour on. */
export function showLength(seconds: number): string {
  const whole = Math.round(seconds)
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60]
  const two = (value: number) => String(value).padStart(2, '0')
  return `${hours > 0 ? `${hours}:${two(minutes)}` : minutes}:${two(whole % 60)}`
}

/** What a file is, in one line: type, size, length, pages, weight. */
export const mediaFacts = (
  { kind, type, width, height, seconds, pages, fps, bytes }: Asset,
  t: TFunction<['composer', 'common']>,
): string =>
  [
    kind === 'image' ? '' : labelOf(type),
    width === null || height === null ? '' : `${width} × ${height}`,
    seconds === null ? '' : showLength(seconds),
    fps === null ? '' : t('media.fps', { fps: Math.round(fps) }),
    pages === null ? '' : t('media.pages', { count: pages }),
    showMegabytes(bytes),
  ]
    .filter(Boolean)
    .join(' · ')
