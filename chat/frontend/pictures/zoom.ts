/** How a picture is looked at: scale 1 fits the window; x and y move its middle, in CSS pixels; turn in degrees. */
export interface View {
  scale: number
  x: number
  y: number
  turn: number
}

export interface Size {
  width: number
  height: number
}

export interface Point {
  x: number
  y: number
}

export const FITTING: View = { scale: 1, x: 0, y: 0, turn: 0 }
export const MOST_SCALE = 12

/** Larger or smaller by a factor; what lies under `at` (from the middle of the window) stays there. */
export function zoomed(view: View, factor: number, at: Point = { x: 0, y: 0 }): View {
  const scale = Math.min(MOST_SCALE, Math.max(1, view.scale * factor))
  if (scale === 1) return { ...view, scale, x: 0, y: 0 }
  const by = scale / view.scale
  return { ...view, scale, x: at.x - (at.x - view.x) * by, y: at.y - (at.y - view.y) * by }
}

/** A quarter to the right, fitting again. */
export function turned(view: View): View {
  return { ...FITTING, turn: view.turn + 90 }
}

/** How large the picture is drawn at scale 1: never larger than it is, and turned pictures fit too. */
export function fitted(picture: Size, stage: Size, turn: number): Size {
  const lies = turn % 180 !== 0
  const [width, height] = lies ? [picture.height, picture.width] : [picture.width, picture.height]
  const fit = Math.min(1, stage.width / width, stage.height / height)
  return { width: picture.width * fit, height: picture.height * fit }
}

/** Moved, but never so far that nothing of it is left in the window. */
export function moved(view: View, by: Point, drawn: Size): View {
  if (view.scale === 1) return view
  const most = (Math.max(drawn.width, drawn.height) * view.scale) / 2
  const within = (value: number) => Math.min(most, Math.max(-most, value))
  return { ...view, x: within(view.x + by.x), y: within(view.y + by.y) }
}
