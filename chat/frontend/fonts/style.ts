import type { TextStyle } from '../types'
import { readableOn } from './contrast'

export type Family = NonNullable<TextStyle['family']>

export const FAMILIES: readonly Family[] = ['serif', 'kai', 'fangsong', 'mono', 'hand']
export const LEAST_SIZE = 10
export const MOST_SIZE = 24
export const USUAL_SIZE = 14

/** A stored style as this version understands it, with nothing in it that is the reader's own anyway; null when that is all. */
export function readStyle(stored: unknown): TextStyle | null {
  if (typeof stored !== 'object' || stored === null) return null
  const { family, size, bold, italic, underline, color } = stored as Record<string, unknown>
  const style: TextStyle = {}
  const known = FAMILIES.find((one) => one === family)
  if (known) style.family = known
  if (typeof size === 'number' && Number.isInteger(size) && size >= LEAST_SIZE && size <= MOST_SIZE && size !== USUAL_SIZE) style.size = size
  if (bold === true) style.bold = true
  if (italic === true) style.italic = true
  if (underline === true) style.underline = true
  if (typeof color === 'string' && /^#[0-9a-f]{6}$/.test(color)) style.color = color
  return Object.keys(style).length > 0 ? style : null
}

/** A style as CSS, readable on this ground (#rrggbb). Sizes go with the size of messages that the reader has set. */
export function cssOf(style: TextStyle | null, ground: string): Record<string, string> {
  if (!style) return {}
  const css: Record<string, string> = {}
  if (style.family) css.fontFamily = `var(--font-${style.family})`
  if (style.size) css.fontSize = `calc(var(--message-size) * ${style.size / USUAL_SIZE})`
  if (style.bold) css.fontWeight = '700'
  if (style.italic) css.fontStyle = 'italic'
  if (style.underline) css.textDecoration = 'underline'
  if (style.color) css.color = readableOn(style.color, ground)
  return css
}
