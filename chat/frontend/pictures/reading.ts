/** A picture as its file says it is. */
export interface ReadPicture {
  blob: Blob
  width: number
  height: number
}

/** How the four kinds begin; `.` stands for any byte. */
const BEGINNINGS: readonly [type: string, bytes: RegExp][] = [
  ['image/png', /^\x89PNG\r\n/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF[^]{4}WEBP/],
]

/** What a file is by its content, whatever it is called; null when it is no picture that can be sent. */
export async function readPicture(file: Blob): Promise<ReadPicture | null> {
  const bytes = new Uint8Array(await file.slice(0, 12).arrayBuffer())
  const beginning = String.fromCharCode(...bytes)
  const type = BEGINNINGS.find(([, pattern]) => pattern.test(beginning))?.[0]
  if (!type) return null
  const blob = file.slice(0, file.size, type)
  const size = await sizeOf(blob)
  return size && { blob, ...size }
}

/** Upright, as it will be shown. */
async function sizeOf(blob: Blob): Promise<{ width: number; height: number } | null> {
  const url = URL.createObjectURL(blob)
  const image = new Image()
  try {
    await new Promise((resolve, reject) => {
      image.onload = resolve
      image.onerror = reject
      image.src = url
    })
    return { width: image.naturalWidth, height: image.naturalHeight }
  } catch {
    return null
  } finally {
    URL.revokeObjectURL(url)
  }
}
