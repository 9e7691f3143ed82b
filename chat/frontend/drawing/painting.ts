import { contextOf, newCanvas } from './canvas'
import type { Mark } from './marks'
import { paintEdge, paintInk, type Box } from './paint'

/** All edges lie below all ink, or a line that crosses another would cut it. */
interface Layers {
  edge: CanvasRenderingContext2D
  ink: CanvasRenderingContext2D
}

/** How a picture lies on a canvas: canvas pixels for each of its own, and which of its pixels comes to the top left. */
export interface View {
  scale: number
  left: number
  top: number
}

/** Keeps a canvas showing marks, painting only what is new. */
export class Painting {
  private layers: Layers
  private painted: readonly Mark[] = []

  constructor(private readonly canvas: HTMLCanvasElement, private readonly view: View) {
    this.layers = layersOf(canvas, view)
  }

  /** `begun`: what is being drawn just now. */
  show(marks: readonly Mark[], begun: Mark | null): void {
    this.keep(marks)
    const context = contextOf(this.canvas)
    context.resetTransform()
    context.clearRect(0, 0, this.canvas.width, this.canvas.height)
    lay(context, this.layers, { begun, view: this.view })
  }

  private keep(marks: readonly Mark[]): void {
    if (marks === this.painted) return
    const grown = this.painted.every((mark, n) => marks[n] === mark)
    if (!grown) this.layers = layersOf(this.canvas, this.view)
    for (const mark of grown ? marks.slice(this.painted.length) : marks) paint(this.layers, mark)
    this.painted = marks
  }
}

/** Paints marks over what is on a canvas, all at once. */
export function paintAll(canvas: HTMLCanvasElement, marks: readonly Mark[], view: View): void {
  const layers = layersOf(canvas, view)
  for (const mark of marks) paint(layers, mark)
  lay(contextOf(canvas), layers, { begun: null, view })
}

/** The part of a canvas that is not transparent, in its pixels; null where there is none. */
export function seenOf(canvas: HTMLCanvasElement): Box | null {
  const { width, height } = canvas
  const { data } = contextOf(canvas).getImageData(0, 0, width, height)
  let [left, top, right, bottom] = [width, height, -1, -1]
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (data[(y * width + x) * 4 + 3] === 0) continue
      left = Math.min(left, x)
      right = Math.max(right, x)
      top = Math.min(top, y)
      bottom = y
    }
  }
  return right < 0 ? null : { left, top, width: right - left + 1, height: bottom - top + 1 }
}

function layersOf({ width, height }: HTMLCanvasElement, view: View): Layers {
  const [edge, ink] = [contextOf(newCanvas(width, height)), contextOf(newCanvas(width, height))]
  for (const context of [edge, ink]) look(context, view)
  return { edge, ink }
}

function look(context: CanvasRenderingContext2D, { scale, left, top }: View): void {
  context.setTransform(scale, 0, 0, scale, -left * scale, -top * scale)
}

function paint({ edge, ink }: Layers, mark: Mark): void {
  paintEdge(edge, mark)
  paintInk(ink, mark)
}

function lay(context: CanvasRenderingContext2D, { edge, ink }: Layers, { begun, view }: { begun: Mark | null; view: View }): void {
  for (const [layer, add] of [[edge, paintEdge], [ink, paintInk]] as const) {
    context.resetTransform()
    context.drawImage(layer.canvas, 0, 0)
    look(context, view)
    if (begun) add(context, begun)
  }
}
