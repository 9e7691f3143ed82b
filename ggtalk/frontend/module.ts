import type { Component } from 'vue'
import type { RouteRecordRaw } from 'vue-router'
import type { EventHandlers } from './realtime/types'
import type { KeptList } from './storage/kept'
import type { TableDefinition } from './storage/table'

export type Locale = 'zh-CN' | 'en'
export interface MessageTree {
  readonly [key: string]: string | MessageTree
}

/** One entry of the rail (wide) or the tab bar (narrow). */
export interface RailItem {
  id: string
  icon: Component
  /** i18n key of its name */
  labelKey: string
  order: number
  /** name of the route it opens; it is marked while a route of the same `meta.rail` or name is shown */
  to: string
  /** a number that needs the person's attention; 0 shows nothing */
  badge?: () => number
}

/** One page of the settings screen. */
export interface SettingsSection {
  id: string
  icon: Component
  labelKey: string
  order: number
  component: Component
}

export type LoadReason =
  { kind: 'start' } | { kind: 'reset'; streams: readonly string[] }

/** What an app tells the shell about itself. The shell has no list of screens: it draws what modules declare. */
export interface ModuleDefinition {
  /** the app's name; its messages live under this key: `t('<name>.…')` */
  name: string
  routes?: RouteRecordRaw[]
  rail?: RailItem[]
  settingsSections?: SettingsSection[]
  /** who is signed in: a small mark on the rail, a line on top of the list where there is no rail */
  identity?: { mark: Component; header: Component }
  /** drawn once beside the screens while somebody is signed in: dialogs, watchers */
  overlays?: Component[]
  /** drawn once above the screens while somebody is signed in; each shows nothing as long as there is nothing to say */
  banners?: Component[]
  messages: Record<Locale, () => Promise<{ default: MessageTree }>>
  /** called in the order of the stream, each durable event once; must change state at once, without waiting */
  events?: EventHandlers
  /** what this module keeps in the browser */
  tables?: TableDefinition[]
  /** lists that this browser keeps of the signed-in user, to begin with where the server is not reached */
  kept?: KeptList[]
  /** before the first screen: the place to find out whether somebody is signed in */
  onBoot?: () => Promise<void>
  /** somebody signed in and local storage is open; nothing has come from the network yet */
  onSignIn?: (userId: number) => Promise<void> | void
  /** fetch fresh lists; events that arrive meanwhile wait and are applied afterwards */
  load?: (reason: LoadReason) => Promise<void>
  /** after each connection, when everything missed has been applied */
  onLive?: () => void
  /** drop everything that belongs to the user who left */
  onSignOut?: () => Promise<void> | void
}

/** Declares a module; an app's `frontend/index.ts` exports the result as default. */
export function defineModule(definition: ModuleDefinition): ModuleDefinition {
  return definition
}
