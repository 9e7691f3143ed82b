import js from '@eslint/js'
import vue from 'eslint-plugin-vue'
import accessibility from 'eslint-plugin-vuejs-accessibility'
import tseslint from 'typescript-eslint'

/** From the top down: an app may import the apps after it, through their doors, and the shell. */
const LINE = ['notifications', 'groups', 'chat', 'files', 'accounts']

/** What a file of this app must not import, statically or by `import()`. `above`: the apps it may not know. */
function borders(above) {
  const rules = [
    { pattern: '(^|/)frontend(/|$)', message: 'Use the door: @<app> or @ggtalk/….' },
    { pattern: `^@(${LINE.join('|')})/`, message: 'An app is imported only through its door.' },
  ]
  if (above.length > 0) {
    rules.push({ pattern: `^@(${above.join('|')})(/|$)`, message: 'Look down, never up: that app stands above this one.' })
  }
  return {
    'no-restricted-imports': ['error', { patterns: rules.map(({ pattern, message }) => ({ regex: pattern, message })) }],
    'no-restricted-syntax': [
      'error',
      ...rules.map(({ pattern, message }) => ({
        selector: `ImportExpression[source.value=/${pattern.replaceAll('/', '\\/')}/]`,
        message,
      })),
      { selector: 'ImportExpression[source.type!="Literal"]', message: 'Name what is imported, so that borders can be checked.' },
    ],
  }
}

/** A function is at most this long. A store's setup is not one function but the store, and is limited as a file. */
const FUNCTION_LINES = 40
const functionLength = {
  create(context) {
    const check = (node) => {
      const lines = node.loc.end.line - node.loc.start.line + 1
      const isStore = node.parent.type === 'CallExpression' && node.parent.callee.name === 'defineStore'
      if (lines > FUNCTION_LINES && !isStore) context.report({ node, message: `${lines} lines, at most ${FUNCTION_LINES}` })
    }
    return { FunctionDeclaration: check, FunctionExpression: check, ArrowFunctionExpression: check }
  },
}

export default tseslint.config(
  { ignores: ['build/**', '.venv/**', 'node_modules/**', 'data/**', 'ggtalk/frontend/api/schema.d.ts', 'ggtalk/frontend/public/**'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  ...vue.configs['flat/recommended'],
  ...accessibility.configs['flat/recommended'],
  {
    languageOptions: {
      parserOptions: {
        project: './tsconfig.json',
        extraFileExtensions: ['.vue'],
        parser: tseslint.parser,
      },
    },
  },
  { files: ['**/*.js'], ...tseslint.configs.disableTypeChecked },
  {
    files: ['**/*.ts', '**/*.vue'],
    plugins: { ggtalk: { rules: { 'function-length': functionLength } } },
    rules: {
      'no-undef': 'off', // TypeScript knows better
      'max-lines': ['error', 300],
      'ggtalk/function-length': 'error',
      'max-params': ['error', 5],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-useless-default-assignment': 'off', // takes destructured props for required ones
      '@typescript-eslint/await-thenable': 'off', // modules' hooks may or may not be asynchronous
    },
  },
  {
    files: ['**/*.vue'],
    rules: {
      'max-lines': ['error', 200],
      'vue/no-v-html': 'error',
      'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/define-props-declaration': ['error', 'type-based'],
      'vue/no-undef-components': ['error', { ignorePatterns: ['RouterLink', 'RouterView'] }],
      'vue/require-default-prop': 'off', // types say what may be absent
      'vue/multi-word-component-names': 'off', // names are whole words of the field
      // how lines are broken is left to the writer
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': ['error', { html: { void: 'always', normal: 'any', component: 'always' } }],
      // a label that names its control by `for` is as good as one around it
      'vuejs-accessibility/label-has-for': ['error', { required: { some: ['nesting', 'id'] } }],
    },
  },
  { files: ['**/*.test.ts'], rules: { 'ggtalk/function-length': 'off' } },
  { files: ['ggtalk/frontend/**/*.{ts,vue}'], ignores: ['ggtalk/frontend/main.ts', '**/*.test.ts'], rules: borders(LINE) },
  ...LINE.map((app, place) => ({ files: [`${app}/frontend/**/*.{ts,vue}`], rules: borders(LINE.slice(0, place)) })),
)
