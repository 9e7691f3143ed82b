/// <reference types="vite/client" />

/** For tools that do not read components; vue-tsc sees each component's own type. */
declare module '*.vue' {
  import type { Component } from 'vue'
  const component: Component
  export default component
}
