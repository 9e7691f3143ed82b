import { onScopeDispose, ref, watch, type Ref } from 'vue'
import { useConnection } from '../realtime/connection'
import { useSession } from '../session'

/** A connection that comes back within this time is not worth a word. */
const PATIENCE_MS = 1_500
const FOUND_AGAIN_MS = 2_500

/** first: no connection yet since sign-in. loading: connected, lists are on their way. live: found again */
export type BannerState = 'first' | 'connecting' | 'loading' | 'live' | null

/** What to say about the connection now. */
export function useBannerState(): Ref<BannerState> {
  const connection = useConnection()
  const session = useSession()
  const shown = ref<BannerState>(null)
  let timer: ReturnType<typeof setTimeout> | undefined

  function later(ms: number, next: BannerState): void {
    clearTimeout(timer)
    timer = setTimeout(() => (shown.value = next), ms)
  }

  watch(
    () => connection.state,
    (state) => {
      if (state === 'connecting') later(shown.value === null || shown.value === 'live' ? PATIENCE_MS : 0, connection.loaded || session.beganUnreached ? 'connecting' : 'first')
      else if (state === 'syncing') later(PATIENCE_MS, 'loading')
      else if (state === 'live' && shown.value !== null) {
        shown.value = 'live'
        later(FOUND_AGAIN_MS, null)
      } else later(0, null)
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))
  return shown
}
