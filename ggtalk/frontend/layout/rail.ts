import { Settings } from '@lucide/vue'
import { computed, type Component, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute } from 'vue-router'
import { useModules } from './modules'

export interface RailEntry {
  id: string
  icon: Component
  label: string
  to: string
  badge: number
  marked: boolean
}

/** What the rail and the tab bar show: the modules' items in order, and settings last. */
export function useRail(): ComputedRef<RailEntry[]> {
  const modules = useModules()
  const { t } = useI18n()
  const route = useRoute()
  const items = modules.flatMap((module) => module.rail ?? []).sort((a, b) => a.order - b.order)
  return computed(() => {
    const shown = route.meta.rail ?? route.name
    const entries = items.map((item) => ({
      id: item.id,
      icon: item.icon,
      label: t(item.labelKey),
      to: item.to,
      badge: item.badge?.() ?? 0,
      marked: item.id === shown || item.to === shown,
    }))
    const settings = { id: 'settings', icon: Settings, label: t('shell.settings.title'), to: 'settings', badge: 0 }
    return [...entries, { ...settings, marked: shown === 'settings' }]
  })
}
