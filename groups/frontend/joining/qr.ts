import { encodeQR } from 'qr'

/** A QR code as the path of an SVG: one unit a dot. */
export interface DrawnCode {
  /** dots on a side, the quiet border included */
  side: number
  path: string
}

export function drawCode(text: string): DrawnCode {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: 4 })
  const dots = rows.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
  return { side: rows.length, path: dots.join('') }
}
