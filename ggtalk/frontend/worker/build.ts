import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { build, type Plugin, type ResolvedConfig } from 'vite'

/** The worker's own sources, beside this file. */
const SOURCES = ['sw.ts', 'rules.ts', 'push.ts']

/**
 * Builds the service worker after the client, as `sw.js` beside its manifest, with the list of files it is to keep.
 * `page`: the template of the page; it is part of what the worker keeps, so a change of it is a new build.
 */
export function serviceWorker({ page }: { page: string }): Plugin {
  let config: ResolvedConfig
  return {
    name: 'ggtalk:service-worker',
    apply: 'build',
    configResolved(resolved) {
      config = resolved
    },
    async writeBundle(_, bundle) {
      const chunks = Object.values(bundle)
      const entry = chunks.find((one) => one.type === 'chunk' && one.isEntry)?.fileName
      if (!entry) throw new Error('the client has no entry')
      const assets = chunks.map(({ fileName }) => fileName).filter((name) => name.startsWith('assets/')).sort()
      const drawn = filesIn(config.publicDir).filter((name) => name.endsWith('.svg'))
      const sources = [page, ...SOURCES.map((name) => join(import.meta.dirname, name)), ...drawn.map((name) => join(config.publicDir, name))]
      await buildWorker(config, {
        id: digestOf(assets.join('\n'), sources),
        entry: config.base + entry,
        files: [...assets, ...drawn].map((name) => config.base + name),
      })
    },
  }
}

async function buildWorker({ root, build: { outDir } }: ResolvedConfig, told: { id: string; entry: string; files: string[] }): Promise<void> {
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    build: {
      outDir,
      emptyOutDir: false,
      rolldownOptions: {
        input: join(import.meta.dirname, 'sw.ts'),
        output: { format: 'iife', entryFileNames: 'sw.js', banner: `const BUILD = ${JSON.stringify(told)};` },
      },
    },
  })
}

function filesIn(folder: string): string[] {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
  return found.map((one) => relative(folder, join(one.parentPath, one.name)).replaceAll('\\', '/')).sort()
}

function digestOf(names: string, paths: readonly string[]): string {
  const digest = createHash('sha256').update(names)
  for (const path of paths) digest.update(readFileSync(path))
  return digest.digest('hex').slice(0, 16)
}
