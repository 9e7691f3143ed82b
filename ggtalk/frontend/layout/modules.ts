import { inject, type InjectionKey } from 'vue'
import type { ModuleDefinition } from '../module'

export const modulesKey: InjectionKey<readonly ModuleDefinition[]> = Symbol('modules')

/** The modules the product was put together from. */
export function useModules(): readonly ModuleDefinition[] {
  return inject(modulesKey, [])
}
