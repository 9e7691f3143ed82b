import { getStroke } from 'perfect-freehand'
import type { Figure, Mark, Mosaic, Place, Stroke, Words } from './marks'
import { WHITE } from './palette'

/** How far the white edge reaches beyond a line, as a part of its width, and at least in pixels. */
const EDGE_PART = 0.25
/** A pen is so much wider where it is pressed than a line. */
const FULL_PRESSURE = 1.6
const LEAST_EDGE = 1.5
const LINE_HEIGHT = 1.3
const HEAD_WIDTHS = 4
const LEAST_HEAD = 12
const HEAD_ANGLE = Math.PI / 7

type Context = CanvasRenderingContext2D

export interface Box {
  left: number
  top: number
  width: number
  height: number
}

export function boxBetween(one: Place, other: Place): Box {
  return { left: Math.min(one.x, other.x), top: Math.min(one.y, other.y), width: Math.abs(one.x - other.x), height: Math.abs(one.y - other.y) }
}

/** Paints what lies below the ink: the white edge by which a mark is seen on any ground. */
export function paintEdge(context: Context, mark: Mark): void {
  if (mark.kind === 'eraser') erase(context, mark)
  else if (mark.kind === 'mosaic') clearBelow(context, mark)
  else {
    const edge = edgeOf(mark.width)
    context.save()
    Object.assign(context, { strokeStyle: WHITE, fillStyle: WHITE, lineJoin: 'round', lineCap: 'round' })
    if ('points' in mark) {
      context.lineWidth = 2 * edge
      context.stroke(outlineOf(mark))
    } else if (mark.kind === 'text') write(context, mark, 2 * edge)
    else {
      context.lineWidth = mark.width + 2 * edge
      context.stroke(pathOf(mark))
    }
    context.restore()
  }
}

/** Paints a mark itself. */
export function paintInk(context: Context, mark: Mark): void {
  if (mark.kind === 'eraser') erase(context, mark)
  else if (mark.kind === 'mosaic') tile(context, mark)
  else {
    context.save()
    Object.assign(context, { strokeStyle: mark.colour, fillStyle: mark.colour, lineWidth: mark.width, lineJoin: 'round', lineCap: 'round' })
    if ('points' in mark) context.fill(outlineOf(mark))
    else if (mark.kind === 'text') write(context, mark, null)
    else context.stroke(pathOf(mark))
    context.restore()
  }
}

export function edgeOf(width: number): number {
  return Math.max(LEAST_EDGE, width * EDGE_PART)
}

/** The squares that a mosaic covers: whole ones only, so that nothing of a square shows beside it. */
export function tilesUnder({ from, to, side }: Mosaic): Box {
  const { left, top, width, height } = boxBetween(from, to)
  const [column, row] = [Math.floor(left / side), Math.floor(top / side)]
  return { left: column, top: row, width: Math.ceil((left + width) / side) - column, height: Math.ceil((top + height) / side) - row }
}

function tile(context: Context, mosaic: Mosaic): void {
  const { left, top, width, height } = tilesUnder(mosaic)
  const { side } = mosaic
  context.save()
  context.imageSmoothingEnabled = false
  context.drawImage(mosaic.tiles, left, top, width, height, left * side, top * side, width * side, height * side)
  context.restore()
}

function clearBelow(context: Context, mosaic: Mosaic): void {
  const { left, top, width, height } = tilesUnder(mosaic)
  const { side } = mosaic
  context.clearRect(left * side, top * side, width * side, height * side)
}

function erase(context: Context, stroke: Stroke): void {
  context.save()
  context.globalCompositeOperation = 'destination-out'
  context.fill(outlineOf(stroke))
  context.restore()
}

const outlines = new WeakMap<Stroke, Path2D>()

function outlineOf(stroke: Stroke): Path2D {
  const known = outlines.get(stroke)
  if (known) return known
  const made = outlined(stroke)
  outlines.set(stroke, made)
  return made
}

/** What a pen of that width leaves, wider where it was pressed; an eraser is as wide everywhere. */
function outlined({ kind, points, width, simulated }: Stroke): Path2D {
  const pen = kind === 'pen'
  const options = { size: width * (pen ? FULL_PRESSURE : 1), thinning: pen ? 0.6 : 0, smoothing: 0.5, streamline: pen ? 0.4 : 0.1, simulatePressure: pen && simulated }
  const outline = getStroke(points.map(({ x, y, pressure }) => [x, y, pressure]), options)
  const path = new Path2D()
  const [first] = outline
  if (!first) return path
  path.moveTo(...first)
  for (const [n, [x, y]] of outline.entries()) {
    const [nextX, nextY] = outline[(n + 1) % outline.length] ?? first
    path.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2)
  }
  path.closePath()
  return path
}

function pathOf({ kind, from, to, width }: Figure): Path2D {
  const path = new Path2D()
  const box = boxBetween(from, to)
  if (kind === 'rectangle') path.rect(box.left, box.top, box.width, box.height)
  else if (kind === 'ellipse') path.ellipse(box.left + box.width / 2, box.top + box.height / 2, box.width / 2, box.height / 2, 0, 0, 2 * Math.PI)
  else {
    const head = Math.max(LEAST_HEAD, width * HEAD_WIDTHS)
    const angle = Math.atan2(to.y - from.y, to.x - from.x)
    path.moveTo(from.x, from.y)
    path.lineTo(to.x, to.y)
    path.moveTo(to.x - head * Math.cos(angle - HEAD_ANGLE), to.y - head * Math.sin(angle - HEAD_ANGLE))
    path.lineTo(to.x, to.y)
    path.lineTo(to.x - head * Math.cos(angle + HEAD_ANGLE), to.y - head * Math.sin(angle + HEAD_ANGLE))
  }
  return path
}

/** `edge`: how wide a line goes around the letters; null for the letters themselves. */
function write(context: Context, { at, size, text }: Words, edge: number | null): void {
  context.font = fontOf(size)
  context.textBaseline = 'middle'
  if (edge !== null) context.lineWidth = edge
  for (const [n, line] of text.split('\n').entries()) {
    const y = at.y + (n + 0.5) * size * LINE_HEIGHT
    if (edge !== null) context.strokeText(line, at.x, y)
    else context.fillText(line, at.x, y)
  }
}

/** The interface's own letters, as where the text is typed. */
export function fontOf(size: number): string {
  return `600 ${size}px ${getComputedStyle(document.documentElement).getPropertyValue('--font-of-text')}`
}
