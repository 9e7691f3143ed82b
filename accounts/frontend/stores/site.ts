import { useConnection } from '@ggtalk/realtime/connection'
import { defineStore } from 'pinia'
import { ref, watch } from 'vue'

/** How the site is, as operators are told. */
export const useSite = defineStore('accounts/site', () => {
  const redisAway = ref(false)

  function changed(payload: { redis_away: boolean }): void {
    redisAway.value = payload.redis_away
  }

  function clear(): void {
    redisAway.value = false
  }

  // the next line may lead to another process, which says nothing when all is well
  const connection = useConnection()
  watch(
    () => connection.state,
    (state) => {
      if (state === 'connecting') clear()
    },
    { flush: 'sync' },
  )

  return { redisAway, changed, clear }
})
