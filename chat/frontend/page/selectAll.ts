/** Selects everything inside an element, as a person would by dragging. */
export function selectAll(element: Element): void {
  const selection = getSelection()
  selection?.removeAllRanges()
  selection?.selectAllChildren(element)
}
