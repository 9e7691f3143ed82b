/**
 * Enter on the list of messages goes to the last one on screen, arrow keys from there to its neighbours, Esc back to the
 * list. Tells whether the key meant that.
 */
export function moveAmongMessages(list: HTMLElement, event: KeyboardEvent): boolean {
  const focused = document.activeElement
  if (focused === list && event.key === 'Enter') return focusOn(lastOnScreen(list))
  if (!(focused instanceof HTMLElement) || focused.dataset.message === undefined) return false
  if (event.key === 'Escape') return focusOn(list)
  if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return false
  const bubbles = bubblesIn(list)
  return focusOn(bubbles[bubbles.indexOf(focused) + (event.key === 'ArrowUp' ? -1 : 1)])
}

function lastOnScreen(list: HTMLElement): HTMLElement | undefined {
  const { bottom } = list.getBoundingClientRect()
  const bubbles = bubblesIn(list)
  return bubbles.findLast((bubble) => bubble.getBoundingClientRect().top < bottom)
}

/** In the order of the screen: the virtual list need not keep its elements in it. */
function bubblesIn(list: HTMLElement): HTMLElement[] {
  const bubbles = [...list.querySelectorAll<HTMLElement>('[data-message]')]
  return bubbles.sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
}

function focusOn(element: HTMLElement | undefined): boolean {
  element?.focus({ preventScroll: true })
  element?.scrollIntoView({ block: 'nearest' })
  return element !== undefined
}
