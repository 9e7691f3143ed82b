import type { GroupHistory, JoinMode } from './types'

export const MOST_NAME_CHARACTERS = 40
/** A group's number has 5 to 10 digits and does not begin with 0. */
export const NUMBER = /^[1-9]\d{4,9}$/
export const MOST_ANNOUNCEMENT_CHARACTERS = 2000
export const MOST_NOTE_CHARACTERS = 200
export const JOIN_MODES: readonly JoinMode[] = ['invitation', 'approval', 'open']
export const HISTORIES: readonly GroupHistory[] = ['from_joining', 'whole']
