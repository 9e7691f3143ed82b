const HAN_FIRST = /^\p{Script=Han}/u

export type Compare = (a: string, b: string) => number

/** How names are put in order: Han by pinyin in every language; after Latin ones, except in Chinese. */
export function nameOrder(locale: string): Compare {
  const { compare } = new Intl.Collator('zh-Hans-u-co-pinyin', { numeric: true })
  if (locale.startsWith('zh')) return compare
  const isHan = (name: string): number => Number(HAN_FIRST.test(name))
  return (a, b) => isHan(a) - isHan(b) || compare(a, b)
}
