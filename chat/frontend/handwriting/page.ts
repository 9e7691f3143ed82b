import { contextOf, newCanvas, pngOf } from '../drawing/canvas'
import type { Mark } from '../drawing/marks'
import { paintAll, seenOf } from '../drawing/painting'
import { WHITE } from '../drawing/palette'

/** On which ground handwriting is sent. */
export type Ground = 'white' | 'none'

/** So many pixels are sent for each of the page, so that it is sharp on every screen. */
const SHARPNESS = 2
const MARGIN = 16
/** Pages are at most so large, in pixels of the picture. */
const MOST_SIDE = 4096

export interface Page {
  width: number
  height: number
}

export interface Picture extends Page {
  blob: Blob
}

/** The written part of a page as a picture with some room around it; null where nothing is to be seen. */
export async function pictureOfPage(page: Page, marks: readonly Mark[], ground: Ground): Promise<Picture | null> {
  const scale = Math.min(SHARPNESS, MOST_SIDE / Math.max(page.width, page.height))
  const whole = newCanvas(page.width * scale, page.height * scale)
  paintAll(whole, marks, { scale, left: 0, top: 0 })
  const seen = seenOf(whole)
  if (!seen) return null
  const margin = Math.round(MARGIN * scale)
  const sent = newCanvas(seen.width + 2 * margin, seen.height + 2 * margin)
  const context = contextOf(sent)
  if (ground === 'white') {
    context.fillStyle = WHITE
    context.fillRect(0, 0, sent.width, sent.height)
  }
  context.drawImage(whole, margin - seen.left, margin - seen.top)
  return { blob: await pngOf(sent), width: sent.width, height: sent.height }
}
