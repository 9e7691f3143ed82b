import type { Marks } from './marks'

/** Ctrl+Z takes back, Ctrl+Y or Ctrl+Shift+Z does again; true when it was one of them. */
export function heardByMarks(event: KeyboardEvent, marks: Marks): boolean {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return false
  const key = event.key.toLowerCase()
  if (key !== 'z' && key !== 'y') return false
  event.preventDefault()
  if (key === 'y' || event.shiftKey) marks.redo()
  else marks.undo()
  return true
}
