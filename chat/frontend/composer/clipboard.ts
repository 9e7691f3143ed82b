import { NOTHING, type Written } from './written'

let copied: { text: string; written: Written } | null = null

/** What was copied out of a composer here, beside the words that the clipboard has of it: no markup of others is trusted. */
export function remember(text: string, written: Written): void {
  copied = { text, written }
}

/** What these words were when they were copied here. Somebody who was meant stays so many letters: it may be elsewhere. */
export function remembered(text: string): Written | null {
  return copied !== null && copied.text === text ? { ...NOTHING, text: copied.written.text, inline: copied.written.inline } : null
}
