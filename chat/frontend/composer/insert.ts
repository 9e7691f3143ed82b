/** Puts a text where the caret is, in place of what is selected, and the caret behind it; as typed, so that it can be undone. */
export function insertText(area: HTMLTextAreaElement, text: string): void {
  area.focus()
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else keeps the browser's own undo
  if (document.execCommand('insertText', false, text)) return
  area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end')
  area.dispatchEvent(new Event('input', { bubbles: true }))
}
