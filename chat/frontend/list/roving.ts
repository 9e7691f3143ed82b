import { steppedTo } from '@ggtalk/ui/stepping'

/**
 * Moves the focus among the links of a list with the arrow keys, Home and End. Tells whether it did; at the upper end
 * ArrowUp is left to the caller.
 */
export function moveFocus(list: HTMLElement, event: KeyboardEvent): boolean {
  const links = [...list.querySelectorAll<HTMLElement>('a[href]')]
  const at = links.findIndex((link) => link === document.activeElement)
  const link = links[steppedTo(event, at, links.length - 1) ?? -1]
  if (!link) return false
  event.preventDefault()
  link.focus()
  return true
}
