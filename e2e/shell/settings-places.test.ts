import { expect, it } from 'vitest'
import { sections } from '../../renderer/features/setup/settings/sections.ts'
import { configSchema } from '../../shared/config/config.ts'

/** Set by hand only: the emulator of a Ledger that the practice network may use. */
const byHand = ['ledger']

it('the Settings screen has a place for every part of the configuration', () => {
  const keys = configSchema.options.flatMap((option) => Object.keys(option.shape))
  const paths = sections.flatMap((section) => section.paths)
  expect([...new Set(keys)].filter((key) => !paths.includes(key) && !byHand.includes(key))).toEqual([])
})
