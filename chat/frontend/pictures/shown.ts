import { pictureUrl, type StoredFile } from '@files'
import type { TextRow } from '../history/rows'
import type { LocalPicture } from './pictures'
import { usePictures } from './pictures'

/** A picture in a message, on the server or on its way there. */
export interface ShownPicture {
  key: string
  url: string
  width: number
  height: number
  /** seen until it is loaded */
  colour: string
  /** 0 to 1 while it is uploaded; null when it is not on its way */
  progress: number | null
  /** null while the server does not have it */
  file: StoredFile | null
}

export function showsPictures(row: TextRow): boolean {
  return row.images.length > 0 || row.pictures.length > 0
}

/** Nothing but pictures, or a sticker, needs no bubble around it. */
export function isBare(row: TextRow): boolean {
  return (showsPictures(row) || row.sticker !== null) && !row.text && row.answers === null
}

/** The longer side of a picture that stands alone, in CSS pixels. */
const MOST_SIDE_PX = 320
const LEAST_SIDE_PX = 56

/** How large a picture that stands alone is drawn; what is extremely long is cut. */
export function boxOf({ width, height }: { width: number; height: number }): { width: number; height: number } {
  const scale = Math.min(1, MOST_SIDE_PX / Math.max(width, height, 1))
  const side = (pixels: number) => Math.round(Math.min(MOST_SIDE_PX, Math.max(LEAST_SIDE_PX, pixels * scale)))
  return { width: side(width), height: side(height) }
}

export function shownFile(file: StoredFile): ShownPicture {
  const url = usePictures().urlHere(file.id) ?? pictureUrl(file.id, file.animated ? 'original' : 'small')
  return { key: `file ${file.id}`, url, width: file.width, height: file.height, colour: file.colour, progress: null, file }
}

export function shownLocal(picture: LocalPicture, travels: boolean): ShownPicture {
  const { id, width, height } = picture
  const pictures = usePictures()
  const progress = travels ? (picture.file === null ? (pictures.progress.get(id) ?? 0) : 1) : null
  return { key: id, url: pictures.urlOf(picture), width, height, colour: 'transparent', progress, file: null }
}
