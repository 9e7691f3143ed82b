// @vitest-environment node
import { ESLint } from 'eslint'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const eslint = new ESLint({
  cwd: root,
  // a planted file is in no TypeScript project; the borders need none
  overrideConfig: { languageOptions: { parserOptions: { project: false, programs: null } } },
  ruleFilter: ({ ruleId }) => ['no-restricted-imports', 'no-restricted-syntax'].includes(ruleId),
})

async function complaints(path: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: `${root}${path}` })
  return (result?.messages ?? []).map(({ message }) => message)
}

describe('what is refused', () => {
  it.each([
    ['an app above', 'accounts/frontend/index.ts', "import '@chat'"],
    ['an app above, loaded lazily', 'accounts/frontend/index.ts', "void import('@groups')"],
    ['an app above, passed on', 'chat/frontend/index.ts', "export { x } from '@groups'"],
    ['the app on top', 'groups/frontend/index.ts', "import '@notifications'"],
    ['any app from the shell', 'ggtalk/frontend/router.ts', "import '@accounts'"],
    ['the inside of an app below, by its alias', 'chat/frontend/index.ts', "import '@accounts/stores/me'"],
    ['the inside of an app below, by its path', 'chat/frontend/index.ts', "import '../../accounts/frontend/stores/me'"],
    ['the same, loaded lazily', 'chat/frontend/index.ts', "void import('../../accounts/frontend/stores/me')"],
    ['the shell by its path', 'groups/frontend/index.ts', "import '../../ggtalk/frontend/module'"],
    ['a name that is only known later', 'chat/frontend/index.ts', 'const x = "@groups"; void import(x)'],
    ['an app above, from a component', 'accounts/frontend/Any.vue', "<script setup lang=\"ts\">\nimport '@chat'\n</script>"],
  ])('%s', async (_what, path, code) => {
    expect(await complaints(path, code)).not.toEqual([])
  })
})

describe('what is allowed', () => {
  it.each([
    ['an app below through its door', 'groups/frontend/index.ts', "import '@chat'\nimport '@accounts'"],
    ['the shell', 'accounts/frontend/index.ts', "import '@ggtalk/module'\nvoid import('@ggtalk/ui/AppDialog.vue')"],
    ['one’s own files', 'chat/frontend/list/rows.ts', "import '../index'\nvoid import('./Row.vue')"],
    ['the modules, where they are listed', 'ggtalk/frontend/main.ts', "import '@accounts'"],
  ])('%s', async (_what, path, code) => {
    expect(await complaints(path, code)).toEqual([])
  })
})
