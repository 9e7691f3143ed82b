/** Where a stored picture is; `small` fits into 640 × 640, `large` into 1600 × 1600, and both stand still. */
export function pictureUrl(file: number, size: 'original' | 'small' | 'large' = 'original'): string {
  return size === 'original' ? `/api/files/${file}/` : `/api/files/${file}/?size=${size}`
}

/** The same, to be saved. */
export function downloadUrl(file: number): string {
  return `/api/files/${file}/?download=true`
}

/** Where a stored voice is: Opus in Ogg, or AAC for browsers that do not play that. */
export function voiceUrl(file: number, kind: 'original' | 'aac'): string {
  return kind === 'original' ? `/api/files/${file}/` : `/api/files/${file}/?sound=aac`
}
