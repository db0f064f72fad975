import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { configSchema } from '../../../shared/config/config.ts'
import { mutated, valueOrCode } from '../../engine/runtime/testing/junk.ts'
import { settingsOf } from './read-settings.ts'

const newest = {
  version: 2,
  config: { network: 'practice', seed: 3 },
  preferences: { onboarded: true },
  others: { sepolia: {} }
}
const oldest = { config: { network: 'practice' } }

describe('a settings file, whatever stands there', () => {
  it.each([
    ['of this version', newest],
    ['of the first one', oldest]
  ])('%s: good by the schema, damaged with a reason, or from the future', async (_, valid) => {
    expect(await valueOrCode(() => settingsOf(JSON.stringify(valid), 's'))).toMatchObject({ value: { kind: 'good' } })
    await fc.assert(
      fc.asyncProperty(mutated(valid), async (raw) => {
        const found = await valueOrCode(() => settingsOf(JSON.stringify(raw) ?? '', 's'))
        if ('code' in found) {
          expect(found.code).toBe('SETTINGS_FROM_FUTURE')
          return
        }
        if (found.value.kind === 'damaged') {
          expect(found.value.why.length).toBeGreaterThan(3)
          return
        }
        const { config } = found.value.content
        expect(config === null || configSchema.safeParse(config).success).toBe(true)
      }),
      { numRuns: 600 }
    )
  })

  it('is damaged as text of any kind', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), async (text) => {
        const found = await valueOrCode(() => settingsOf(text, 's'))
        if ('value' in found && found.value.kind === 'good') expect(found.value.content.version).toBe(2)
      })
    )
  })
})
