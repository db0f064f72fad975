import { describe, expect, it } from 'vitest'
import { type Budget, reported } from './budget.ts'
import { thisMachine } from './machine.ts'
import { measurers } from './measurers.ts'
import { jsonLine, markdownTable, plainTable } from './report.ts'
import { runBench } from './run-bench.ts'

const context = { runs: 5, minutes: 1, signal: new AbortController().signal, say: () => {} }
const budget: Budget = { name: 'a', goal: { atMost: 10 }, measured: 4, unit: 'ms', reference: 12, how: 'by hand' }

describe('the bench', () => {
  it('measures the cheap figures, and they hold', async () => {
    const result = await runBench(
      measurers.filter(({ cheap }) => cheap),
      context
    )
    expect(result.failed).toEqual([])
    const line = JSON.parse(jsonLine(result)) as { budgets: Record<string, unknown>[] }
    expect(line.budgets.map(({ name }) => name)).toEqual([
      'start-up scan: requests that were answered',
      'start-up scan: requests refused while the limits were learnt',
      'start-up scan: time',
      'root look-ups per own turn (rollup node)',
      'root look-ups answered from the cache',
      'roots checked with the second source per own turn'
    ])
    for (const one of line.budgets)
      expect(one).toEqual({
        name: expect.any(String),
        goal: one.goal === null ? null : expect.stringMatching(/^[<>]= \d/),
        measured: expect.any(Number),
        unit: expect.any(String),
        met: one.goal === null ? null : true,
        reference: one.reference === null ? null : expect.any(Number),
        how: expect.any(String)
      })
  }, 60_000)

  it('names every figure once, and says when one could not be taken without giving up the others', async () => {
    expect(new Set(measurers.map(({ name }) => name)).size).toBe(measurers.length)
    const broken = { name: 'broken', about: '', cheap: true, measure: () => Promise.reject(new Error('no browser')) }
    const working = { name: 'working', about: '', cheap: true, measure: async () => [budget] }
    const result = await runBench([broken, working], context)
    expect(result.failed).toEqual([{ name: 'broken', why: 'no browser' }])
    expect(result.budgets).toEqual([budget])
    expect(plainTable(result)).toContain('broken: not measured: no browser')
  })

  it('keeps what was measured when it is stopped', async () => {
    const stop = new AbortController()
    const slow = { name: 'slow', about: '', cheap: true, measure: async () => [budget] }
    const stopping = {
      ...slow,
      name: 'stopping',
      measure: async () => {
        stop.abort()
        throw new Error('aborted')
      }
    }
    const result = await runBench([slow, stopping, slow], { ...context, signal: stop.signal })
    expect(result.budgets).toEqual([budget])
    expect(result.failed.map(({ why }) => why)).toEqual(['stopped', 'stopped'])
  })

  it.each<[string, Partial<Budget>, boolean | null]>([
    ['on the limit', { measured: 10 }, true],
    ['above it', { measured: 10.1 }, false],
    ['that is no number', { measured: Number.NaN }, false],
    ['at least so much', { goal: { atLeast: 4 } }, true],
    ['less than at least so much', { goal: { atLeast: 5 } }, false],
    ['without a goal', { goal: null }, null]
  ])('judges a figure %s', (_, over, met) => {
    expect(reported({ ...budget, ...over }).met).toBe(met)
  })

  it('prints a table with the ratio to the reference, and the machine', () => {
    const machine = thisMachine()
    const text = markdownTable({ machine, budgets: [budget], failed: [] })
    expect(text).toContain('| a | <= 10 ms | 4 ms | yes | 12 ms | 3.0 x |')
    expect(text).toContain(`${machine.cores} cores`)
    expect(text).toContain('- **a**: by hand.')
  })
})
