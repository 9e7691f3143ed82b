/** A picture that was chosen: one that the server knows by name ("" generated, "builtin:3"), or a new one to upload. */
export type AvatarChoice = { kind: 'known'; avatar: string } | { kind: 'picture'; picture: Blob; url: string }

/** Why a camera shows nothing. */
export type CameraTrouble = 'insecure' | 'denied' | 'missing' | 'busy'

/** Pictures larger than this are not even opened. */
const MOST_PICTURE_BYTES = 30 * 1024 * 1024
export const PICTURE_TYPES = ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif', 'image/bmp']

/** What keeps a file from becoming an avatar, if anything. */
export function pictureTrouble(file: File): 'notPicture' | 'tooLarge' | null {
  if (!PICTURE_TYPES.includes(file.type)) return 'notPicture'
  return file.size > MOST_PICTURE_BYTES ? 'tooLarge' : null
}

/** Puts the browser's reason into one of four that people can do something about. */
export function cameraTrouble(failure: unknown): CameraTrouble {
  const name = failure instanceof DOMException ? failure.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied'
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'missing' : 'busy'
}
