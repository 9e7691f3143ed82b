/** What the arrow keys mean. */
export const STEPS: Readonly<Record<string, [across: number, down: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** Moves the focus among the buttons of a grid with the arrow keys, Home and End. Tells whether it did. */
export function moveInGrid(grid: HTMLElement, event: KeyboardEvent): boolean {
  const cells = [...grid.querySelectorAll<HTMLElement>('button')]
  const at = cells.findIndex((cell) => cell === document.activeElement)
  const [across, down] = STEPS[event.key] ?? [0, 0]
  const ends: Readonly<Record<string, number>> = { Home: 0, End: cells.length - 1 }
  const to = ends[event.key] ?? at + across + down * columnsOf(cells)
  const cell = cells[to]
  if (at < 0 || to === at || !cell) return false
  event.preventDefault()
  cell.focus()
  return true
}

/** How many stand side by side on the first line. */
export function columnsOf(cells: readonly HTMLElement[]): number {
  const top = cells[0]?.offsetTop
  const second = cells.findIndex((cell) => cell.offsetTop !== top)
  return second < 0 ? cells.length : second
}
