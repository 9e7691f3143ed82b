import { beforeEach, describe, expect, it } from 'vitest'
import { i18n, showLanguage } from '.'
import { ApiError, NetworkError } from '../api/errors'
import { defineModule, type MessageTree } from '../module'
import { preferredLocale } from '../preferences'
import { errorText } from './errors'

const all = import.meta.glob<{ default: MessageTree }>('../../../*/frontend/messages/*.ts', { eager: true })
const apps = [...new Set(Object.keys(all).map((path) => path.replace(/[^/]+$/, '')))]

function flat(tree: MessageTree, at = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[at + key, value] as [string, string]] : flat(value, `${at}${key}.`),
  )
}

function words(path: string): [string, string][] {
  return flat(all[path]?.default ?? {}).sort(([a], [b]) => a.localeCompare(b))
}

const placeholders = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].sort()

describe.each(apps)('the words in %s', (app) => {
  const chinese = words(`${app}zh-CN.ts`)
  const english = words(`${app}en.ts`)

  it('are the same keys in both languages, none empty', () => {
    expect(chinese.map(([key]) => key)).toEqual(english.map(([key]) => key))
    expect([...chinese, ...english].filter(([, text]) => text.trim() === '')).toEqual([])
  })

  it('take the same values in both languages', () => {
    const differing = chinese.filter(([, text], n) => String(placeholders(text)) !== String(placeholders(english[n]?.[1] ?? '')))
    expect(differing).toEqual([])
  })
})

describe('a failure', () => {
  const app = defineModule({
    name: 'letters',
    messages: {
      'zh-CN': () => Promise.resolve({ default: { errors: { too_heavy: '太重了' } } }),
      en: () => Promise.resolve({ default: { errors: { too_heavy: 'Too heavy.' } } }),
    },
  })
  beforeEach(() => showLanguage('zh-CN', [app]))

  it('is worded by the app that knows its code', async () => {
    expect(errorText(new ApiError('too_heavy', 'x'))).toBe('太重了')
    await showLanguage('en', [app])
    expect(errorText(new ApiError('too_heavy', 'x'))).toBe('Too heavy.')
  })

  it('is worded by the shell when it is general', () => {
    expect(errorText(new ApiError('throttled', '', {}, 30))).toBe('操作太频繁了。请在 30 秒后重试。')
    expect(errorText(new NetworkError('unreachable'))).toContain('连接不上服务器')
  })

  it('that nobody has words for shows what the server said', () => {
    expect(errorText(new ApiError('brand_new', 'It rains.'))).toBe('It rains.')
  })

  it('of the server’s own making shows no inner workings', () => {
    expect(errorText(new ApiError('http_500', 'Internal Server Error', {}, null, 500))).toContain('服务器遇到问题')
    expect(errorText(new TypeError('x is undefined'))).toContain('没有完成')
  })
})

describe('the language', () => {
  it('is the first of the browser’s that we speak, else English', () => {
    expect(preferredLocale(['fr', 'zh-TW', 'en'])).toBe('zh-CN')
    expect(preferredLocale(['en-GB', 'zh'])).toBe('en')
    expect(preferredLocale(['fr'])).toBe('en')
  })

  it('stands on the page for screen readers', async () => {
    await showLanguage('en', [])
    expect(document.documentElement.lang).toBe('en')
    expect(i18n.global.locale.value).toBe('en')
  })
})
