import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { serviceWorker } from './ggtalk/frontend/worker/build.ts'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

/** One root for the whole product; each app is reached only through its door. */
export default defineConfig({
  plugins: [vue(), serviceWorker({ page: path('ggtalk/templates/index.html') })],
  base: '/static/',
  publicDir: 'ggtalk/frontend/public',
  define: {
    // vue-advanced-cropper is written with it.
    __VUE_OPTIONS_API__: 'true',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_I18N_FULL_INSTALL__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
  },
  resolve: {
    alias: [
      { find: /^@(accounts|files|chat|groups|notifications)$/, replacement: path('.') + '/$1/frontend/index.ts' },
      { find: /^@ggtalk\//, replacement: path('ggtalk/frontend') + '/' },
    ],
  },
  build: {
    outDir: 'build/frontend',
    emptyOutDir: true,
    manifest: 'manifest.json',
    rolldownOptions: {
      input: 'ggtalk/frontend/main.ts',
      output: {
        // a few larger files instead of dozens of tiny ones; what only some screens need stays with them
        codeSplitting: {
          groups: [
            { name: 'vendor', test: /node_modules[\\/](?!vue-advanced-cropper|classnames|debounce|easy-bem|emojibase|prosemirror|orderedmap|rope-sequence|w3c-keyname|virtua|date-fns|perfect-freehand|qr[\\/])/ },
            { name: 'shell', test: /ggtalk[\\/]frontend[\\/](?!messages|settings)/ },
          ],
        },
      },
    },
  },
  // open this server's address: pages, requests and the socket go on to Django, so that all of it has one origin
  server: {
    port: 5173,
    strictPort: true,
    proxy: { '^/(?!static/)': { target: `http://127.0.0.1:${process.env.PORT ?? 8000}`, ws: true } },
    watch: { ignored: ['**/.venv/**', '**/build/**', '**/data/**', '**/*.sqlite3*'] },
  },
  optimizeDeps: { entries: ['ggtalk/frontend/main.ts'] },
  test: {
    environment: 'happy-dom',
    include: ['*/frontend/**/*.test.ts'],
    restoreMocks: true,
    testTimeout: 60_000, // a busy machine is no failure
  },
})
