/** What a window does when somebody shakes it. */
export type Reaction = 'nothing' | 'shake' | 'go and shake' | 'tell and shake'

export interface Surroundings {
  /** the person does not want to be disturbed, here or at all */
  undisturbed: boolean
  /** the conversation is the one on screen */
  isOpen: boolean
  /** the person is in the middle of something that must not be taken from them */
  isBusy: boolean
  /** ms since the last shake that was felt in this conversation */
  sinceLastMs: number
}

/** In one conversation a window shakes this often at most, however many people are in it. */
export const SHAKE_EVERY_MS = 10_000

export function reactionTo({ undisturbed, isOpen, isBusy, sinceLastMs }: Surroundings): Reaction {
  if (undisturbed || sinceLastMs < SHAKE_EVERY_MS) return 'nothing'
  if (isOpen) return 'shake'
  return isBusy ? 'tell and shake' : 'go and shake'
}
