import { afterEach, describe, expect, it, vi } from 'vitest'
import boot from '../public/theme-boot.js?raw'
import { applyTheme, readTheme, themeKey } from './theme.ts'

const page = (stored: string | null) => {
  const items = new Map(stored === null ? [] : [[themeKey, stored]])
  const dataset: Record<string, string> = {}
  vi.stubGlobal('document', { documentElement: { dataset } })
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => items.set(key, value)
  })
  return { dataset, items }
}
const runBoot = () => new Function(boot)()

afterEach(() => vi.unstubAllGlobals())

describe('theme', () => {
  it.each([
    ['dark', 'dark'],
    ['light', 'light'],
    ['system', undefined],
    ['"><script>', undefined],
    [null, undefined]
  ])('before the first paint, %s stored sets %s', (stored, theme) => {
    const { dataset } = page(stored)
    runBoot()
    expect(dataset.theme).toBe(theme)
  })

  it('remembers a choice in the place that the next start reads', () => {
    const { dataset } = page(null)
    applyTheme('dark')
    expect(dataset.theme).toBe('dark')
    expect(readTheme()).toBe('dark')
    delete dataset.theme
    runBoot()
    expect(dataset.theme).toBe('dark')
    applyTheme('system')
    expect(dataset.theme).toBeUndefined()
  })

  it('works without storage', () => {
    const { dataset } = page(null)
    const refuse = () => {
      throw new Error('denied')
    }
    vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse })
    runBoot()
    expect(readTheme()).toBe('system')
    applyTheme('light')
    expect(dataset.theme).toBe('light')
  })
})
