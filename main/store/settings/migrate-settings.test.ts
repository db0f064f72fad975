import { describe, expect, it } from 'vitest'
import { migrateSettings, versionOf } from './migrate-settings.ts'
import { settingsVersion } from './settings-content.ts'

describe('migrations of settings', () => {
  it('know the version of a file', () => {
    expect([{}, { version: 1 }, { version: 7 }].map(versionOf)).toEqual([1, 1, 7])
    expect([{ version: 0 }, { version: '2' }, { version: 1.5 }, { version: null }].map(versionOf)).toEqual(
      Array(4).fill(null)
    )
  })

  it('1: what was chosen stays, and its owner does not meet the first start again', () => {
    const config = { network: 'practice', seed: 9 }
    expect(migrateSettings({ config }, 1)).toEqual({ version: 2, config, preferences: { onboarded: true } })
  })

  it('1: nothing chosen is a first start', () => {
    expect(migrateSettings({}, 1)).toEqual({ version: 2, preferences: { onboarded: false } })
  })

  it('leave the newest version and the old object as they are', () => {
    const newest = { version: settingsVersion, preferences: {} }
    expect(migrateSettings(newest, settingsVersion)).toBe(newest)
    const old = Object.freeze({ config: Object.freeze({ network: 'practice' }) })
    expect(migrateSettings(old, 1)).toMatchObject({ version: settingsVersion })
  })
})
