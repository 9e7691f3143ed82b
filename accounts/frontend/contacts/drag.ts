import { ref, type Ref } from 'vue'
import { moveFriend } from '../people/actions'
import { moveGroup } from './groupActions'
import type { Row } from './rows'

type Dragged = { kind: 'friend'; userId: number } | { kind: 'group'; id: number; place: number }

export interface DropMark {
  key: string
  /** into: the friend comes into this group; before, after: the group comes there */
  where: 'into' | 'before' | 'after'
}

/** Dragging friends into groups, and groups among each other, with the pointer. */
export interface ContactsDrag {
  mark: Ref<DropMark | null>
  start: (row: Row, event: DragEvent) => void
  over: (row: Row, event: DragEvent) => void
  drop: (row: Row, event: DragEvent) => void
  end: () => void
}

export function useContactsDrag(): ContactsDrag {
  let dragged: Dragged | null = null
  const mark = ref<DropMark | null>(null)

  function start(row: Row, event: DragEvent): void {
    if (row.kind === 'friend') dragged = { kind: 'friend', userId: row.friend.user.id }
    else if (row.kind === 'group') dragged = { kind: 'group', id: row.group.id, place: row.place }
    if (!event.dataTransfer || !dragged) return
    event.dataTransfer.effectAllowed = 'move'
    event.dataTransfer.setData('text/plain', row.kind === 'empty' ? '' : row.name)
  }

  function over(row: Row, event: DragEvent): void {
    mark.value = dragged && markFor(dragged, row, event)
    if (mark.value) event.preventDefault()
  }

  function drop(row: Row, event: DragEvent): void {
    const target = dragged && markFor(dragged, row, event)
    if (!target) return
    event.preventDefault()
    if (dragged?.kind === 'friend') void moveFriend(dragged.userId, groupOf(row))
    else if (dragged && row.kind === 'group') void moveGroup(dragged.id, placeAfter(dragged.place, row.place, target.where))
    end()
  }

  function end(): void {
    dragged = null
    mark.value = null
  }

  return { mark, start, over, drop, end }
}

/** The place a group gets when it is put before or after another: it leaves its own place first. */
export function placeAfter(from: number, to: number, where: DropMark['where']): number {
  const place = where === 'after' ? to + 1 : to
  return from < place ? place - 1 : place
}

function markFor(dragged: Dragged, row: Row, event: DragEvent): DropMark | null {
  if (dragged.kind === 'friend') return { key: `g${groupOf(row)}`, where: 'into' }
  if (row.kind !== 'group' || row.group.id === dragged.id) return null
  const box = (event.currentTarget as HTMLElement).getBoundingClientRect()
  return { key: row.key, where: event.clientY < box.top + box.height / 2 ? 'before' : 'after' }
}

function groupOf(row: Row): number {
  return row.kind === 'friend' ? row.friend.friend_group : row.group.id
}
