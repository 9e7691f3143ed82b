/** A canvas of so many pixels. */
export function newCanvas(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(width))
  canvas.height = Math.max(1, Math.round(height))
  return canvas
}

/** How to paint on it. `readOften`: its pixels will be asked for again and again. */
export function contextOf(canvas: HTMLCanvasElement, readOften = false): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: readOften })
  if (!context) throw new Error('this browser has no canvas')
  return context
}

/** What is on a canvas as PNG. */
export function pngOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no room for the picture'))), 'image/png')
  })
}
