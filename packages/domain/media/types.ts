/** The types of media a library may hold, what a file of each is called, and what people call it. */
import type { MediaKind } from './media.ts'

interface MediaType {
  readonly kind: MediaKind
  /** Ending of a file's name, without the dot. */
  readonly ending: string
  readonly label: string
}

const office = 'application/vnd.openxmlformats-officedocument'

export const mediaTypes = {
  'image/jpeg': { kind: 'image', ending: 'jpg', label: 'JPEG' },
  'image/png': { kind: 'image', ending: 'png', label: 'PNG' },
  'image/gif': { kind: 'image', ending: 'gif', label: 'GIF' },
  'image/webp': { kind: 'image', ending: 'webp', label: 'WebP' },
  'video/mp4': { kind: 'video', ending: 'mp4', label: 'MP4' },
  'video/quicktime': { kind: 'video', ending: 'mov', label: 'MOV' },
  'video/webm': { kind: 'video', ending: 'webm', label: 'WebM' },
  'video/x-matroska': { kind: 'video', ending: 'mkv', label: 'MKV' },
  'video/mp2t': { kind: 'video', ending: 'ts', label: 'MPEG-TS' },
  'application/pdf': { kind: 'document', ending: 'pdf', label: 'PDF' },
  'application/msword': { kind: 'document', ending: 'doc', label: 'Word' },
  'application/vnd.ms-powerpoint': { kind: 'document', ending: 'ppt', label: 'PowerPoint' },
  [`${office}.wordprocessingml.document`]: { kind: 'document', ending: 'docx', label: 'Word' },
  [`${office}.presentationml.presentation`]: { kind: 'document', ending: 'pptx', label: 'PowerPoint' },
} as const satisfies Readonly<Record<string, MediaType>>

const table: Readonly<Record<string, MediaType>> = mediaTypes

/** 'mp4' for 'video/mp4'; 'bin' for a type nobody knows. */
export const endingOf = (type: string): string => table[type]?.ending ?? 'bin'

/** 'MP4' for 'video/mp4'; the type itself where it has no other name. */
export const labelOf = (type: string): string => table[type]?.label ?? type
