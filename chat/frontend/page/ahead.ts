/** Loads the page of a conversation and its history while nobody waits for anything, so that the first click finds them there, with a network or without. */
export function loadAhead(): void {
  const load = () => void Promise.all([import('./ChatPage.vue'), import('../browser/HistoryPage.vue')]).catch(() => undefined) // a click tries again, and says what is wrong
  if ('requestIdleCallback' in window) requestIdleCallback(load)
  else setTimeout(load, 500)
}
