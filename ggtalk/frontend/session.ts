import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { whenUnauthorized } from './api/client'
import type { ModuleDefinition } from './module'
import { useConnection } from './realtime/connection'
import type { SignedOutBecause } from './realtime/socket'
import { leaveStorage, openStorage } from './storage'

let modules: readonly ModuleDefinition[] = []

/** Names the modules that hear of sign-in and sign-out. */
export function serve(all: readonly ModuleDefinition[]): void {
  modules = all
  whenUnauthorized(() => useSession().throwOut('expired'))
}

/** Who is signed in, and the order in which everything starts and ends with that. */
export const useSession = defineStore('session', () => {
  const userId = ref<number | null>(null)
  /** why the last session ended without being asked to; null after an ordinary sign-out */
  const endedBecause = ref<SignedOutBecause | null>(null)
  const signedIn = computed(() => userId.value !== null)
  /** while we sign out ourselves: being thrown out is what we asked for */
  let leaving = false
  let thrownOut: SignedOutBecause | null = null

  /** The server has signed this user in: opens storage, tells the modules, connects. */
  async function start(id: number): Promise<void> {
    if (userId.value !== null) await end({})
    userId.value = id
    endedBecause.value = null
    openStorage(id, modules.flatMap((module) => module.tables ?? []))
    await Promise.all(modules.map((module) => module.onSignIn?.(id)))
    useConnection().start(modules, throwOut)
  }

  /** Signs out from here: `tell` asks the server. When that fails the session goes on, unless it has ended meanwhile. */
  async function leave(tell: () => Promise<void>, how: { erase?: boolean } = {}): Promise<void> {
    leaving = true
    try {
      await tell()
      await end(how)
    } finally {
      leaving = false
      if (thrownOut) await end({ because: thrownOut })
      thrownOut = null
    }
  }

  function throwOut(because: SignedOutBecause): void {
    if (leaving) thrownOut = because
    else void end({ because })
  }

  /** Nobody is signed in any more. `erase` also deletes what this browser kept of the user. */
  async function end(how: { because?: SignedOutBecause; erase?: boolean }): Promise<void> {
    if (userId.value === null) return
    userId.value = null
    endedBecause.value = how.because ?? null
    useConnection().stop()
    await Promise.all(modules.map((module) => module.onSignOut?.()))
    await leaveStorage(how.erase ?? false)
  }

  return { userId, signedIn, endedBecause, start, leave, throwOut, end }
})
