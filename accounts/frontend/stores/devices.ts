import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { listDevices } from '../api'
import type { Device } from '../types'

/** Where I am signed in; null until somebody wants to know. */
export const useDevices = defineStore('accounts/devices', () => {
  const devices = shallowRef<readonly Device[] | null>(null)

  async function load(): Promise<void> {
    devices.value = (await listDevices()).sort(lastUsedFirst)
  }

  /** Fresh, if anybody wanted to know. */
  async function reload(): Promise<void> {
    if (devices.value) await load()
  }

  function added(payload: { device: Device }): void {
    const others = devices.value?.filter((device) => device.id !== payload.device.id)
    if (others) devices.value = [...others, payload.device].sort(lastUsedFirst)
  }

  function removed(payload: { device: number }): void {
    devices.value = devices.value?.filter((device) => device.id !== payload.device) ?? null
  }

  function clear(): void {
    devices.value = null
  }

  return { devices, load, reload, added, removed, clear }
})

function lastUsedFirst(a: Device, b: Device): number {
  if (a.last_seen_at !== b.last_seen_at) return a.last_seen_at < b.last_seen_at ? 1 : -1
  return b.id - a.id
}
