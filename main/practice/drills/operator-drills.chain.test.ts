import { describe, expect, it } from 'vitest'
import { systemClock } from '../../engine/runtime/clock.ts'
import { findDrill } from './registry.ts'
import { resultLine, runDrill } from './run-drill.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }

describe('the drills of an operator', () => {
  it.each([
    ['register', { firstOutput: 2 }],
    ['commission', { from: 10, to: 25 }],
    ['jail-unjail', { misses: 3 }],
    ['withdraw-ledger', { amountKro: '12345.000000000000000067' }],
    ['env-import', { found: 7, missing: [] }]
  ])('%s', { timeout: 120_000 }, async (name, facts) => {
    const drill = findDrill(name)
    if (!drill) throw new Error('no such drill')
    const signal = new AbortController().signal
    const result = await runDrill(drill, { preset: 'practice', seed: 5, clock: systemClock, log, signal, say() {} })
    expect(result).toMatchObject({ drill: name, passed: true, ...facts })
    expect(JSON.parse(resultLine(result))).toMatchObject({ passed: true })
  })
})
