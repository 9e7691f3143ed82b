import type { Component } from 'vue'

export interface MenuItem {
  id: string
  label: string
  icon?: Component
  /** keys that do the same, shown beside the label */
  keys?: string
  danger?: boolean
  disabled?: boolean
  /** a mark in front: one of several states is on */
  checked?: boolean
  /** a line above it: another kind of thing begins */
  separated?: boolean
  /** a menu of its own; `onSelect` is not called then */
  items?: readonly MenuItem[]
  onSelect?: () => void
}

/** What a kind of menu is made of. */
export type MenuParts = Record<'Item' | 'Portal' | 'Separator' | 'Sub' | 'SubContent' | 'SubTrigger', Component>
