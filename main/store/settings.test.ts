import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { nodeSettingsFile, openSettings } from './settings.ts'

const folder = (): string => mkdtempSync(join(tmpdir(), 'settings-'))
const open = (path: string) => openSettings(() => nodeSettingsFile(path), path)

describe('settings', () => {
  it('start with the practice network and keep what was chosen', () => {
    const path = folder()
    const first = open(path)
    expect(first.config()).toMatchObject({ network: 'practice' })
    first.setConfig({ network: 'practice', seed: 7 })
    expect(open(path).config()).toMatchObject({ network: 'practice', seed: 7 })
  })

  it('refuse a wrong value and keep the old one', () => {
    const settings = open(folder())
    expect(() => settings.setConfig({ network: 'practice', seed: -1 })).toThrow(/seed/)
    expect(settings.config()).toMatchObject({ seed: 1 })
  })

  it.each(['{"config": {"network": "pra', '[]]', 'null garbage'])(
    'leave a damaged file (%s) as it is and say so',
    (text) => {
      const path = folder()
      writeFileSync(join(path, 'settings.json'), text)
      expect(() => open(path)).toThrow(/left as it is/)
      expect(readFileSync(join(path, 'settings.json'), 'utf8')).toBe(text)
    }
  )

  it('name the key in a file that is JSON but not ours', () => {
    const path = folder()
    writeFileSync(join(path, 'settings.json'), '{"config":{"network":"practice","seeed":3}}')
    expect(() => open(path).config()).toThrow(/unknown key "seeed"/)
  })
})
