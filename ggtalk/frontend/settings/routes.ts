import { Palette } from '@lucide/vue'
import { defineAsyncComponent } from 'vue'
import type { RouteRecordRaw } from 'vue-router'
import type { ModuleDefinition, SettingsSection } from '../module'

const appearance: SettingsSection = {
  id: 'appearance',
  icon: Palette,
  labelKey: 'shell.settings.appearance',
  order: 100,
  component: defineAsyncComponent(() => import('./AppearanceSettings.vue')),
}

/** All pages of the settings screen, in order. */
export function settingsSections(modules: readonly ModuleDefinition[]): SettingsSection[] {
  return [...modules.flatMap((module) => module.settingsSections ?? []), appearance].sort((a, b) => a.order - b.order)
}

/** `/settings` shows the list of sections, `/settings/<id>` one of them. */
export function settingsRoutes(modules: readonly ModuleDefinition[]): RouteRecordRaw[] {
  const sections = settingsSections(modules)
  const list = () => import('./SettingsList.vue')
  const page = () => import('./SettingsPage.vue')
  const meta = { rail: 'settings', titleKey: 'shell.settings.title' }
  return [
    {
      path: '/settings',
      name: 'settings',
      components: { list, default: page },
      props: { list: { sections }, default: { section: sections[0] } },
      meta,
    },
    ...sections.map((section) => ({
      path: `/settings/${section.id}`,
      name: `settings-${section.id}`,
      components: { list, default: page },
      props: { list: { sections }, default: { section } },
      meta: { ...meta, parent: 'settings' },
    })),
  ]
}
