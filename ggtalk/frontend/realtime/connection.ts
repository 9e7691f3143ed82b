import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { NetworkError } from '../api/errors'
import type { LoadReason, ModuleDefinition } from '../module'
import { Follower } from './follower'
import { RealtimeSocket, type SignedOutBecause } from './socket'
import type { CommandName, CommandPayload, CommandReply } from './types'

export type ConnectionState = 'offline' | 'connecting' | 'syncing' | 'live'

/** The line to the server as screens see it. */
export const useConnection = defineStore('connection', () => {
  const state = ref<ConnectionState>('offline')
  /** when the state last changed */
  const since = ref(Date.now())
  /** whether fresh lists have been loaded since sign-in */
  const loaded = ref(false)
  const socket = shallowRef<RealtimeSocket | null>(null)
  let follower: Follower | null = null
  let stopListening: () => void = () => undefined

  function become(next: ConnectionState): void {
    if (state.value === next) return
    state.value = next
    since.value = Date.now()
  }

  /** Connects as this user and stays connected until `stop`. */
  function start(modules: readonly ModuleDefinition[], user: number, onSignedOut: (because: SignedOutBecause) => void): void {
    stop()
    const leave = (because: SignedOutBecause): void => {
      stop()
      onSignedOut(because)
    }
    const line: RealtimeSocket = new RealtimeSocket(openLine, {
      onHello: (hello) => {
        if (hello.user !== user) leave('expired') // while the line was away, somebody else signed in
        else {
          become('syncing')
          void current.greet(hello)
        }
      },
      onEvent: (frame) => current.take(frame),
      onDropped: () => {
        become('connecting')
        current.pause()
      },
      onSignedOut: leave,
    })
    const current: Follower = new Follower(modules, {
      sync: (payload) => line.send('sync', payload),
      onLive: () => {
        loaded.value = true
        become('live')
        for (const module of modules) module.onLive?.()
      },
    })
    follower = current
    socket.value = line
    become('connecting')
    stopListening = listenForReturn(line)
    line.start()
  }

  function stop(): void {
    stopListening()
    stopListening = () => undefined
    follower?.stop()
    follower = null
    socket.value?.stop()
    socket.value = null
    loaded.value = false
    become('offline')
  }

  /** Sends a command; see RealtimeSocket.send for what it throws. */
  async function send<Name extends CommandName>(type: Name, payload: CommandPayload<Name>): Promise<CommandReply<Name>> {
    if (!socket.value) throw new NetworkError('line_dropped')
    return socket.value.send(type, payload)
  }

  /** Follows a stream that appeared after the connection was made, from this number on. */
  function follow(stream: string, head: number): void {
    follower?.follow(stream, head)
  }

  function unfollow(stream: string): void {
    follower?.unfollow(stream)
  }

  /** Loads a module's lists afresh on request (a failed first load, a screen's "try again"). */
  function reload(reason: LoadReason = { kind: 'reset', streams: [] }): void {
    follower?.reload(reason)
  }

  return { state, since, loaded, start, stop, send, follow, unfollow, reload }
})

function openLine(): WebSocket {
  const url = new URL('/ws/', location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return new WebSocket(url)
}

/** The browser's hints that the network may be back are taken at once. */
function listenForReturn(line: RealtimeSocket): () => void {
  const retry = (): void => line.probe()
  const look = (): void => {
    if (document.visibilityState === 'visible') line.probe()
  }
  window.addEventListener('online', retry)
  window.addEventListener('offline', retry)
  document.addEventListener('visibilitychange', look)
  return () => {
    window.removeEventListener('online', retry)
    window.removeEventListener('offline', retry)
    document.removeEventListener('visibilitychange', look)
  }
}
