import { shallowRef } from 'vue'

/** The dialog that stands open: a new group, or more members for one. */
export type OpenDialog = { kind: 'create' } | { kind: 'add' | 'rename' | 'picture' | 'announcements' | 'joining'; group: number } | { kind: 'nickname'; group: number; user: number }

export const openDialog = shallowRef<OpenDialog | null>(null)

export function askForNewGroup(): void {
  openDialog.value = { kind: 'create' }
}

export function askForMembers(group: number): void {
  openDialog.value = { kind: 'add', group }
}

export function askForName(group: number): void {
  openDialog.value = { kind: 'rename', group }
}

export function askForPicture(group: number): void {
  openDialog.value = { kind: 'picture', group }
}

export function showJoining(group: number): void {
  openDialog.value = { kind: 'joining', group }
}

/** What a member, me or another, is to be called in a group. */
export function askForNickname(group: number, user: number): void {
  openDialog.value = { kind: 'nickname', group, user }
}

export function showAnnouncements(group: number): void {
  openDialog.value = { kind: 'announcements', group }
}

export function closeDialog(): void {
  openDialog.value = null
}
