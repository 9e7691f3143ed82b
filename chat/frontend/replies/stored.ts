export const MOST_REPLIES = 20
/** In UTF-16 units, as a field of a page counts them. */
export const MOST_REPLY_CHARACTERS = 200

/** Stored quick replies as far as they are any; null when none were ever set. */
export function readReplies(stored: unknown): readonly string[] | null {
  if (!Array.isArray(stored)) return null
  return stored
    .filter((reply): reply is string => typeof reply === 'string' && reply.trim() !== '' && reply.length <= MOST_REPLY_CHARACTERS)
    .slice(0, MOST_REPLIES)
}
