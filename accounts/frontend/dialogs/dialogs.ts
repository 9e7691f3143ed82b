import { shallowRef } from 'vue'
import type { FriendGroup, FriendRequest, User } from '../types'

/** One text to be written: a remark name, the name of a group, a reason. */
export interface Prompt {
  title: string
  label: string
  hint?: string
  initial?: string
  /** whether nothing is an answer too */
  mayBeEmpty?: boolean
  most: number
  lines?: number
  saveLabel?: string
  /** the field of the request that a refusal names, and what it means then */
  field: string
  refused?: string
  save: (text: string) => Promise<void>
}

export type OpenDialog =
  | { kind: 'prompt'; prompt: Prompt }
  | { kind: 'request'; user: User }
  | { kind: 'accept'; request: FriendRequest }
  | { kind: 'delete-group'; group: FriendGroup }
  | { kind: 'profile' }
  | { kind: 'password' }
  | { kind: 'delete-account' }

/** The form that stands open over the screen. */
export const openDialog = shallowRef<OpenDialog | null>(null)

export function showDialog(dialog: OpenDialog): void {
  openDialog.value = dialog
}

/** Asks for one text, over whatever is on screen. */
export function askForText(prompt: Prompt): void {
  showDialog({ kind: 'prompt', prompt })
}

export function closeDialog(): void {
  openDialog.value = null
}
