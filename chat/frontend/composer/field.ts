import type { Written } from './written'

/** The field in which a message is written. Places are those of its text, where objects and mentions take one unit each. */
export interface Field {
  focus: () => void
  insert: (written: Written) => void
  replace: (from: number, to: number, written: Written) => void
  beforeCaret: () => string | null
  placeAt: (x: number, y: number) => number | null
  scrolls: () => boolean
}

/** The field is large: it comes apart from the conversation, which does not wait for it. */
export const loadEditor = () => import('./TextEditor.vue')

/** Fetches it while nothing else is to be done. */
export function fetchEditorWhenIdle(): void {
  const fetch = () => void loadEditor().catch(() => undefined)
  if ('requestIdleCallback' in window) requestIdleCallback(fetch)
  else setTimeout(fetch, 1_000)
}
