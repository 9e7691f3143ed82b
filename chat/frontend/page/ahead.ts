/** Loads the page of a conversation while nobody waits for anything, so that the first click finds it there. */
export function loadAhead(): void {
  const load = () => void import('./ChatPage.vue').catch(() => undefined) // a click tries again, and says what is wrong
  if ('requestIdleCallback' in window) requestIdleCallback(load)
  else setTimeout(load, 500)
}
