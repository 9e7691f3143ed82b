import type { Place } from '../drawing/marks'
import type { Box } from '../drawing/paint'

export interface Size {
  width: number
  height: number
}

/** Which sides a handle moves, by the points of the compass. */
export const HANDLES = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'] as const
export type Handle = (typeof HANDLES)[number]

const STEP = 1
const LARGE_STEP = 10

/** What lies between two places, in whole pixels of the picture and not beyond it; at least one pixel. */
export function regionBetween(one: Place, other: Place, picture: Size): Box {
  const within = (value: number, most: number) => Math.round(Math.min(most, Math.max(0, value)))
  const [left, right] = ordered(within(one.x, picture.width), within(other.x, picture.width), picture.width)
  const [top, bottom] = ordered(within(one.y, picture.height), within(other.y, picture.height), picture.height)
  return { left, top, width: right - left, height: bottom - top }
}

/** The region with the sides of a handle moved there; pulled beyond the opposite side it turns over. */
export function pulled(region: Box, handle: Handle, to: Place, picture: Size): Box {
  const { left, top, width, height } = region
  const [first, last] = [{ x: left, y: top }, { x: left + width, y: top + height }]
  if (handle.includes('w')) first.x = to.x
  if (handle.includes('e')) last.x = to.x
  if (handle.includes('n')) first.y = to.y
  if (handle.includes('s')) last.y = to.y
  return regionBetween(first, last, picture)
}

/** The region moved by so much, never beyond the picture. */
export function shifted(region: Box, by: Place, picture: Size): Box {
  const within = (value: number, most: number) => Math.round(Math.min(most, Math.max(0, value)))
  return { ...region, left: within(region.left + by.x, picture.width - region.width), top: within(region.top + by.y, picture.height - region.height) }
}

export function holds({ left, top, width, height }: Box, { x, y }: Place): boolean {
  return x >= left && y >= top && x <= left + width && y <= top + height
}

const ARROWS: Partial<Record<string, Place>> = {
  ArrowLeft: { x: -1, y: 0 }, ArrowRight: { x: 1, y: 0 }, ArrowUp: { x: 0, y: -1 }, ArrowDown: { x: 0, y: 1 },
}

/** What an arrow key makes of a region: it moves it, with Shift its right and lower side, with Ctrl in large steps; null for another key. */
export function stepped(region: Box, { key, shiftKey, ctrlKey, metaKey }: KeyboardEvent, picture: Size): Box | null {
  const arrow = ARROWS[key]
  if (!arrow) return null
  const step = ctrlKey || metaKey ? LARGE_STEP : STEP
  const by = { x: arrow.x * step, y: arrow.y * step }
  if (!shiftKey) return shifted(region, by, picture)
  const { left, top } = region
  const corner = { x: Math.max(left + 1, left + region.width + by.x), y: Math.max(top + 1, top + region.height + by.y) }
  return regionBetween({ x: left, y: top }, corner, picture)
}

function ordered(one: number, other: number, most: number): [number, number] {
  const [first, last] = [Math.min(one, other), Math.max(one, other)]
  if (last > first) return [first, last]
  return first < most ? [first, first + 1] : [first - 1, first]
}
