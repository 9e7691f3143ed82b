import { mount, type VueWrapper } from '@vue/test-utils'
import axe from 'axe-core'
import { createPinia, setActivePinia } from 'pinia'
import { TooltipProvider } from 'reka-ui'
import { h, type Component } from 'vue'
import { createMemoryHistory, createRouter, type RouteRecordRaw } from 'vue-router'
import { i18n, showLanguage } from '../i18n'
import { modulesKey } from '../layout/modules'
import type { ModuleDefinition } from '../module'

interface Setting {
  modules?: ModuleDefinition[]
  routes?: RouteRecordRaw[]
  at?: string
}

/** Draws a component as it stands in the product: with words, tooltips, stores and routes. */
export async function draw(component: Component, props: object, slots: Record<string, () => unknown> = {}, setting: Setting = {}): Promise<VueWrapper> {
  const modules = setting.modules ?? []
  const pinia = createPinia()
  setActivePinia(pinia)
  await showLanguage('en', modules)
  const routes = setting.routes ?? [{ path: '/', component: { render: () => null } }]
  const router = createRouter({ history: createMemoryHistory(), routes })
  await router.push(setting.at ?? '/')
  return mount(
    { render: () => h(TooltipProvider, null, () => h(component, props, slots)) },
    { attachTo: document.body, global: { plugins: [pinia, i18n, router], provide: { [modulesKey as symbol]: modules } } },
  )
}

/** What axe finds wrong on the page; colours need a real browser and are checked elsewhere. */
export async function axeComplaints(place: Element = document.body): Promise<string[]> {
  const { violations } = await axe.run(place, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } })
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}
