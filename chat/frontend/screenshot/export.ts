import { contextOf, newCanvas, pngOf } from '../drawing/canvas'
import type { Mark } from '../drawing/marks'
import type { Box } from '../drawing/paint'
import { paintAll } from '../drawing/painting'

/** What is larger as PNG, as photographs are, is sent as JPEG. */
const MOST_PNG_BYTES = 8 * 1024 * 1024
const JPEG_QUALITY = 0.92

/** The region of a picture, with all that was drawn on it: one flat picture. */
export function flattened(picture: HTMLCanvasElement, { left, top, width, height }: Box, marks: readonly Mark[]): HTMLCanvasElement {
  const flat = newCanvas(width, height)
  contextOf(flat).drawImage(picture, left, top, width, height, 0, 0, width, height)
  paintAll(flat, marks, { scale: 1, left, top })
  return flat
}

/** A picture as a file that the server takes. */
export async function fileOf(flat: HTMLCanvasElement): Promise<Blob> {
  const png = await pngOf(flat)
  if (png.size <= MOST_PNG_BYTES) return png
  return new Promise((resolve) => flat.toBlob((jpeg) => resolve(jpeg ?? png), 'image/jpeg', JPEG_QUALITY))
}
