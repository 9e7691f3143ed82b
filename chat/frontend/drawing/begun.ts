import type { Figure, Mark, Mosaic, PenPoint, Stroke } from './marks'

/** What is drawn by dragging. */
export type Dragged = Stroke | Figure | Mosaic

/** With what is drawn: `colour` and `width` as marks have them, in pixels of the picture. */
export interface Pencil {
  kind: Dragged['kind']
  colour: string
  width: number
  simulated: boolean
  /** the squares of a mosaic */
  mosaic: Pick<Mosaic, 'side' | 'tiles'> | null
}

/** What a pointer that is put down there begins; null where a mosaic has nothing to cover. */
export function begunAt(at: PenPoint, { kind, mosaic, ...pencil }: Pencil): Dragged | null {
  const { colour, width, simulated } = pencil
  if (kind === 'pen' || kind === 'eraser') return { kind, colour, width, simulated, points: [at] }
  if (kind === 'mosaic') return mosaic && { kind, ...mosaic, from: at, to: at }
  return { kind, colour, width, from: at, to: at }
}

/** The same, after the pointer has been at these places too. */
export function grown(mark: Dragged, through: readonly PenPoint[]): Dragged {
  if ('points' in mark) return { ...mark, points: [...mark.points, ...through] }
  return { ...mark, to: through.at(-1) ?? mark.to }
}

/** A pointer that was only put down leaves a dot of the pen, and nothing of what goes from one place to another. */
export function isSomething(mark: Mark): boolean {
  return !('from' in mark) || Math.hypot(mark.from.x - mark.to.x, mark.from.y - mark.to.y) > 2
}
