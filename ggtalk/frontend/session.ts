import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { whenUnauthorized } from './api/client'
import type { ModuleDefinition } from './module'
import { useConnection } from './realtime/connection'
import type { SignedOutBecause } from './realtime/socket'
import { leaveStorage, openStorage } from './storage'
import { ListKeeper } from './storage/kept'

let modules: readonly ModuleDefinition[] = []

/** Names the modules that hear of sign-in and sign-out. */
export function serve(all: readonly ModuleDefinition[]): void {
  modules = all
  whenUnauthorized(() => useSession().throwOut('expired'))
}

const keptLists = () => modules.flatMap((module) => module.kept ?? [])

function open(id: number): ListKeeper {
  openStorage(id, [...modules.flatMap((module) => module.tables ?? []), ...keptLists().map(({ table }) => table)])
  return new ListKeeper(keptLists())
}

export interface Beginning {
  /** whether the lists are kept in this browser for a start without the server */
  keeps?: boolean
  /** the server was not reached: the lists are those that were kept, until it is */
  unreached?: boolean
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
  /** whether this session began with what this browser keeps */
  const beganUnreached = ref(false)
  let keeper: ListKeeper | null = null
  /** the last session, until everything of it is put away */
  let ending: Promise<void> = Promise.resolve()

  /** The server has signed this user in, now or before it was lost: opens storage, tells the modules, connects. */
  async function start(id: number, { keeps = false, unreached = false }: Beginning = {}): Promise<void> {
    await end({})
    userId.value = id
    endedBecause.value = null
    beganUnreached.value = unreached
    const kept = open(id)
    keeper = kept
    await Promise.all(modules.map((module) => module.onSignIn?.(id)))
    const connection = useConnection()
    if (unreached) await kept.restore()
    if (keeps) kept.start(() => connection.loaded)
    else await kept.clear()
    if (userId.value === id) connection.start(modules, id, throwOut)
  }

  /** Somebody was signed in here and is no more: of their lists nothing stays. Nobody is signed in then. */
  async function forget(id: number): Promise<void> {
    await end({})
    await open(id).clear()
    await leaveStorage(false)
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
  function end(how: { because?: SignedOutBecause; erase?: boolean }): Promise<void> {
    if (userId.value === null) return ending
    userId.value = null
    endedBecause.value = how.because ?? null
    useConnection().stop()
    keeper?.stop()
    ending = goOut(how.erase ?? false)
    return ending
  }

  async function goOut(erase: boolean): Promise<void> {
    await Promise.all(modules.map((module) => module.onSignOut?.()))
    await keeper?.clear()
    keeper = null
    await leaveStorage(erase)
  }

  return { userId, signedIn, endedBecause, beganUnreached, start, forget, leave, throwOut, end }
})
