import { existsSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ConfigInput } from '../../../shared/config/config.ts'
import { openSettings } from './open-settings.ts'
import { nodeSettingsFile } from './settings-file.ts'

const folder = (): string => mkdtempSync(join(tmpdir(), 'settings-'))
const open = (at: string) => openSettings(at, nodeSettingsFile)
const fileOf = (at: string, name = 'settings.json'): string => readFileSync(join(at, name), 'utf8')
const put = (at: string, text: string | Uint8Array, name = 'settings.json'): void => writeFileSync(join(at, name), text)
const sepolia: ConfigInput = {
  network: 'sepolia',
  rpc: { l1: ['http://127.0.0.1:1'], l2: ['http://127.0.0.1:2'], rollup: ['http://127.0.0.1:3'] },
  key: { source: 'none', account: `0x${'12'.repeat(20)}` }
}

describe('settings', () => {
  it('start with the practice network, not yet looked at, and write nothing', () => {
    const at = folder()
    const settings = open(at)
    expect(settings.config()).toMatchObject({ network: 'practice', seed: 1 })
    expect(settings.preferences()).toMatchObject({ onboarded: false, host: { closeToTray: true } })
    expect(settings.notice()).toBeNull()
    expect(readdirSync(at)).toEqual([])
  })

  it('keep what was chosen, as it was written, and both halves apart', () => {
    const at = folder()
    const settings = open(at)
    settings.setConfig({ network: 'practice', seed: 7 })
    settings.setPreferences({ onboarded: true, updates: { feedUrl: undefined } })
    settings.setPreferences({ onboarded: true })
    expect(readdirSync(at).sort()).toEqual(['settings.json', 'settings.last-good.json'])
    const again = open(at)
    expect(again.input()).toEqual({ network: 'practice', seed: 7 })
    expect(again.config()).toMatchObject({ seed: 7, villain: false })
    expect(again.preferences()).toMatchObject({ onboarded: true })
    expect(JSON.parse(fileOf(at))).toMatchObject({ version: 2 })
  })

  it('refuse a wrong value and keep the old one', () => {
    const settings = open(folder())
    expect(() => settings.setConfig({ network: 'practice', seed: -1 })).toThrow(/seed/)
    expect(() => settings.setPreferences({ updates: { feedUrl: 'http://x' } })).toThrow(/https/)
    expect(settings.config()).toMatchObject({ seed: 1 })
  })

  it('remember the network that was left', () => {
    const at = folder()
    const settings = open(at)
    settings.setConfig(sepolia)
    settings.setConfig({ network: 'practice' })
    expect(open(at).others()).toEqual({ sepolia })
    open(at).setConfig(sepolia)
    expect(open(at).others()).toEqual({ practice: { network: 'practice' } })
  })

  it('migrate a file from before there were versions, and keep the old one', () => {
    const at = folder()
    const old = '{"config":{"network":"practice","seed":3}}'
    put(at, old)
    const settings = open(at)
    expect([settings.config(), settings.preferences().onboarded]).toMatchObject([{ seed: 3 }, true])
    expect(fileOf(at, 'settings.v1.json')).toBe(old)
    expect(JSON.parse(fileOf(at))).toMatchObject({ version: 2, config: { seed: 3 }, preferences: { onboarded: true } })
    expect(fileOf(at, 'settings.last-good.json')).toContain('"seed": 3')
  })

  it('refuse a file from the future, and leave it alone even where a good copy is', () => {
    const at = folder()
    open(at).setConfig({ network: 'practice', seed: 2 })
    const text = '{"version":99,"config":{"network":"moon"}}'
    put(at, text)
    expect(() => open(at)).toThrow(/newer version of this app.*settings 99/)
    expect(fileOf(at)).toBe(text)
  })

  it('read a file that an editor marked with a BOM, and write it again', () => {
    const at = folder()
    put(at, '\uFEFF{"version":2,"config":{"network":"practice","seed":4}}')
    const settings = open(at)
    expect([settings.config(), settings.notice()]).toMatchObject([{ seed: 4 }, null])
    settings.setPreferences({ onboarded: true })
    expect(open(at).preferences().onboarded).toBe(true)
  })

  it.each<[string, string | Uint8Array]>([
    ['cut off', '{"version":2,"config": {"network": "pra'],
    ['empty', ''],
    ['no object', '[]'],
    ['UTF-16', Buffer.from('\uFEFF{"version":2}', 'utf16le')],
    ['with an unknown key', '{"version":2,"config":{"network":"practice","seeed":3}}'],
    ['with a version that none can be', '{"version":"new"}']
  ])('use the last good copy of a file that is %s, say so, and keep the file until something is saved', (_, text) => {
    const at = folder()
    open(at).setConfig({ network: 'practice', seed: 5 })
    put(at, text)
    const settings = open(at)
    expect(settings.config()).toMatchObject({ seed: 5 })
    expect(settings.notice()?.message).toMatch(/last good copy/)
    expect(readFileSync(join(at, 'settings.json'))).toEqual(Buffer.from(text as string))
    settings.setConfig({ network: 'practice', seed: 6 })
    expect(settings.notice()).toBeNull()
    expect(open(at).config()).toMatchObject({ seed: 6 })
    expect(readdirSync(at).filter((n) => n.startsWith('settings.damaged-'))).toHaveLength(1)
  })

  it('do not follow a link, and do not take a lost file for a first start', () => {
    const at = folder()
    const elsewhere = join(folder(), 'other.json')
    writeFileSync(elsewhere, '{"version":2,"config":{"network":"practice","seed":99}}')
    put(at, '{"version":2,"config":{"network":"practice","seed":5}}', 'settings.last-good.json')
    expect(open(at).notice()?.message).toContain('is gone')
    symlinkSync(elsewhere, join(at, 'settings.json'))
    const settings = open(at)
    expect([settings.config(), settings.notice()?.message]).toMatchObject([{ seed: 5 }, /link/])
    settings.setConfig({ network: 'practice', seed: 6 })
    expect(readFileSync(elsewhere, 'utf8')).toContain('99')
    expect(open(at).config()).toMatchObject({ seed: 6 })
  })

  it.each(['{"config": {"network": "pra', '{"config":{"network":"practice","seeed":3}}'])(
    'refuse a damaged file (%s) without a good copy, by name',
    (text) => {
      const at = folder()
      put(at, text)
      expect(() => open(at)).toThrow(/settings\.json .*left as it is/)
      expect(fileOf(at)).toBe(text)
      expect(existsSync(join(at, 'settings.last-good.json'))).toBe(false)
    }
  )

  it('keep what was edited by hand while the app ran, and what a newer app wrote', () => {
    const at = folder()
    const settings = open(at)
    settings.setConfig({ network: 'practice', seed: 2 })
    const edited = '{"version":2,"config":{"network":"practice","seed":99}}'
    put(at, edited)
    settings.setPreferences({ onboarded: true })
    expect(open(at).config()).toMatchObject({ seed: 2 })
    const [kept = ''] = readdirSync(at).filter((name) => name.startsWith('settings.edited-'))
    expect(fileOf(at, kept)).toBe(edited)
    put(at, '{"version":99}')
    expect(() => settings.setPreferences({ onboarded: false })).toThrow(/newer version/)
    expect(fileOf(at)).toBe('{"version":99}')
    expect(settings.preferences().onboarded).toBe(true)
  })

  it('keep the old settings where the file cannot be written', () => {
    const full = Object.assign(new Error('full'), { code: 'ENOSPC' })
    const settings = openSettings(folder(), () => {
      throw full
    })
    expect(() => settings.setConfig({ network: 'practice', seed: 2 })).toThrow(/ENOSPC.*nothing was changed/)
    expect(settings.config()).toMatchObject({ seed: 1 })
  })

  it('start with a file that could not be brought to this version, and say so', () => {
    const at = folder()
    put(at, '{"config":{"network":"practice","seed":3}}')
    const settings = openSettings(at, () => {
      throw Object.assign(new Error('full'), { code: 'ENOSPC' })
    })
    expect([settings.config(), settings.notice()?.code]).toMatchObject([{ seed: 3 }, 'SETTINGS_NOT_SAVED'])
  })
})
