/** What can be drawn with. Each stands out from the white edge that every mark has, so each is seen on whatever ground. */
export const INKS = {
  black: '#16202e', red: '#d62839', orange: '#c2570c', green: '#1e8449', blue: '#1668dc', purple: '#7d3cbd', pink: '#c2306e',
} as const

export type Ink = keyof typeof INKS

/** Of the edge around marks, and of paper, in both themes. */
export const WHITE = '#ffffff'

/** Widths of lines, in CSS pixels. */
export const WIDTHS = { thin: 3, medium: 6, thick: 12 } as const

export type Width = keyof typeof WIDTHS
