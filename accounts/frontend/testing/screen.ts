/** Draws a screen of accounts as it stands in the product, over the small server of `world.ts`. */
import { draw } from '@ggtalk/testing/mounting'
import type { VueWrapper } from '@vue/test-utils'
import { flushPromises } from '@vue/test-utils'
import type { Component } from 'vue'
import accounts from '..'
import { clear, load } from '../module'
import { usePresence } from '../stores/presence'
import { serveWorld, world, type World } from './world'

interface Screen {
  page: VueWrapper
  /** `METHOD /path` of each request */
  asked: string[]
}

let drawn: VueWrapper[] = []

export async function show(component: Component, props: object = {}, now: World = world()): Promise<Screen> {
  const asked = serveWorld(() => now)
  const page = await draw(component, props, {}, { modules: [accounts], routes: [{ path: '/', component: { render: () => null } }, ...(accounts.routes ?? [])] })
  drawn.push(page)
  await Promise.all([load({ kind: 'start' }), usePresence().load()])
  await flushPromises()
  return { page, asked }
}

/** Takes every screen away, and what the stores hold. */
export function close(): void {
  for (const page of drawn) page.unmount()
  drawn = []
  clear()
  document.body.replaceChildren()
}

/** The button with these words or this name. */
export function button(words: string): HTMLButtonElement {
  const found = [...document.querySelectorAll('button')].find((one) => one.textContent.trim() === words || one.getAttribute('aria-label') === words)
  if (!found) throw new Error(`no button "${words}"`)
  return found
}
