import { describe, expect, it } from 'vitest'
import { systemClock } from '../../engine/runtime/clock.ts'
import { findDrill } from './registry.ts'
import { runDrill } from './run-drill.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }

describe('drill submit', () => {
  it('has five outputs submitted in turn, paid and booked to the last wei', { timeout: 170_000 }, async () => {
    const drill = findDrill('submit')
    if (!drill) throw new Error('no such drill')
    const signal = new AbortController().signal
    const result = await runDrill(drill, { preset: 'practice', seed: 3, clock: systemClock, log, signal, say() {} })
    expect(result).toMatchObject({ drill: 'submit', passed: true, missedRounds: 0, bondKro: '5000' })
    const outputs = result.outputs as { index: number; submitter: string; root: string }[]
    expect(outputs.map(({ index, submitter }) => [index, submitter])).toEqual([
      [2, 'operator'],
      [3, 'bot 1'],
      [4, 'bot 2'],
      [5, 'operator'],
      [6, 'bot 1']
    ])
    expect(new Set(outputs.map(({ root }) => root)).size).toBe(5)
  })

  it('ends early when told to, as a failure', async () => {
    const drill = findDrill('submit')
    if (!drill) throw new Error('no such drill')
    const abort = new AbortController()
    const context = { preset: 'practice', seed: 3, clock: systemClock, log, signal: abort.signal } as const
    const running = runDrill(drill, { ...context, say: () => setTimeout(() => abort.abort(), 500) })
    expect(await running).toMatchObject({ passed: false })
  })
})
