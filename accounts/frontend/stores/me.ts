import { api, call } from '@ggtalk/api/client'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { readSettings } from '../settings'
import type { Me, Registration } from '../types'

/** My own card, presence by hand and settings; whether new people may register here. */
export const useMe = defineStore('accounts/me', () => {
  const me = shallowRef<Me | null>(null)
  const registration = ref<Registration>('open')
  /** my settings with a value for each */
  const settings = computed(() => readSettings(me.value?.settings ?? {}))

  /** Asks the server who this browser is signed in as; null: nobody. Throws NetworkError when it does not answer in time. */
  async function ask(patienceMs?: number): Promise<Me | null> {
    const answer = await call(api.GET('/api/auth/'), patienceMs)
    registration.value = answer.registration
    me.value = answer.user
    return answer.user
  }

  async function load(): Promise<void> {
    me.value = await call(api.GET('/api/me/'))
  }

  function restore(kept: Me | null): void {
    me.value = kept
  }

  function changed(payload: { me: Me }): void {
    me.value = payload.me
  }

  function clear(): void {
    me.value = null
  }

  return { me, settings, registration, ask, load, restore, changed, clear }
})
