import { focusOnceShown } from '@ggtalk/ui/stepping'
import { computed, ref, type ComputedRef, type Ref } from 'vue'
import type { FriendRow, GroupRow, Row } from './rows'

export interface TreeActions {
  /** brings the row at this index into sight */
  reveal: (index: number) => void
  toggle: (row: GroupRow) => void
  /** Enter on a friend */
  enter: (row: FriendRow) => void
  /** Space on a friend */
  choose: (row: FriendRow) => void
}

/** The keys of a tree: arrows, Home and End move; → and ← unfold and fold; Enter and Space act. */
export interface TreeKeys {
  /** index of the row that has the focus; -1 without */
  active: ComputedRef<number>
  /** index of the row that Tab comes to */
  stop: ComputedRef<number>
  press: (event: KeyboardEvent) => void
  follow: (event: FocusEvent) => void
}

export function useTreeKeys(rows: () => readonly Row[], actions: TreeActions): TreeKeys {
  const key: Ref<string | null> = ref(null)
  const active = computed(() => rows().findIndex((row) => row.key === key.value))
  const stop = computed(() => Math.max(active.value, 0))

  async function go(index: number, from: HTMLElement): Promise<void> {
    const row = rows()[index]
    const tree = from.closest<HTMLElement>('[role="tree"]')
    if (!row || !tree) return
    key.value = row.key
    actions.reveal(index)
    await focusOnceShown(() => (key.value === row.key ? tree.querySelector<HTMLElement>(`[data-row="${row.key}"]`) : null))
  }

  function press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const row = rows()[active.value]
    const target = targetOf(event.key, active.value, rows())
    if (target !== null) void go(target, event.currentTarget as HTMLElement)
    else if (row?.kind === 'group' && folds(event.key, row)) actions.toggle(row)
    else if (row?.kind === 'friend' && event.key === 'Enter') actions.enter(row)
    else if (row?.kind === 'friend' && event.key === ' ') actions.choose(row)
    else return
    event.preventDefault()
  }

  function follow(event: FocusEvent): void {
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-row]')
    if (row) key.value = row.dataset.row ?? null
  }

  return { active, stop, press, follow }
}

/** The index a key moves to; null when it does not move. */
export function targetOf(key: string, at: number, rows: readonly Row[]): number | null {
  const last = rows.length - 1
  const row = rows[at]
  if (key === 'ArrowDown') return Math.min(at + 1, last)
  if (key === 'ArrowUp') return Math.max(at - 1, 0)
  if (key === 'Home') return 0
  if (key === 'End') return last
  if (key === 'ArrowRight' && row?.kind === 'group' && row.open) return Math.min(at + 1, last)
  if (key === 'ArrowLeft' && row && row.kind !== 'group') return rows.slice(0, at).findLastIndex((above) => above.kind === 'group')
  return null
}

function folds(key: string, row: GroupRow): boolean {
  if (key === 'Enter' || key === ' ') return true
  return key === (row.open ? 'ArrowLeft' : 'ArrowRight')
}
