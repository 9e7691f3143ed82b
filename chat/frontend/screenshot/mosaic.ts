import { contextOf, newCanvas } from '../drawing/canvas'
import type { Width } from '../drawing/palette'

/** A square's side: a part of the picture's longer side, so that it is larger where everything is, and at least so many pixels. */
const PARTS: Record<Width, number> = { thin: 1 / 90, medium: 1 / 60, thick: 1 / 35 }
const LEAST_SIDE = 12
/** Colours are told in steps of so much, of 255: what little a mean still says of the letters below it is lost in them. */
const COLOUR_STEP = 8

export interface Tiles {
  columns: number
  rows: number
  /** RGBA, opaque */
  data: Uint8ClampedArray<ArrayBuffer>
}

export function sideOf({ width, height }: { width: number; height: number }, coarse: Width): number {
  return Math.max(LEAST_SIDE, Math.round(Math.max(width, height) * PARTS[coarse]))
}

/** A mosaic of the whole picture: one pixel for each of its squares. */
export function tilesOf(picture: HTMLCanvasElement, side: number): HTMLCanvasElement {
  const { width, height } = picture
  const { columns, rows, data } = meansOf(contextOf(picture).getImageData(0, 0, width, height).data, width, side)
  const tiles = newCanvas(columns, rows)
  contextOf(tiles).putImageData(new ImageData(data, columns, rows), 0, 0)
  return tiles
}

/** The mean colour of every square of a picture (RGBA) that is `width` pixels wide, in coarse steps. Squares at its right and lower side may be cut. */
export function meansOf(pixels: Uint8ClampedArray, width: number, side: number): Tiles {
  const height = pixels.length / 4 / width
  const [columns, rows] = [Math.ceil(width / side), Math.ceil(height / side)]
  const sums = new Float64Array(columns * rows * 4)
  for (let y = 0, at = 0; y < height; y += 1) {
    const row = Math.floor(y / side) * columns
    for (let x = 0; x < width; x += 1, at += 4) {
      const tile = (row + Math.floor(x / side)) * 4
      for (let channel = 0; channel < 3; channel += 1) sums[tile + channel] = (sums[tile + channel] ?? 0) + (pixels[at + channel] ?? 0)
      sums[tile + 3] = (sums[tile + 3] ?? 0) + 1
    }
  }
  const data = new Uint8ClampedArray(sums.length)
  for (let tile = 0; tile < sums.length; tile += 4) {
    const count = sums[tile + 3] ?? 1
    for (let channel = 0; channel < 3; channel += 1) data[tile + channel] = Math.round((sums[tile + channel] ?? 0) / count / COLOUR_STEP) * COLOUR_STEP
    data[tile + 3] = 255
  }
  return { columns, rows, data }
}
