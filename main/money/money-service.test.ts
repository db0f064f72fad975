import { describe, expect, it } from 'vitest'
import type { CloudRun } from '../../shared/domain/money.ts'
import { openHistory } from '../store/history.ts'
import { createMoneyService } from './money-service.ts'

const query = { by: 'day', before: null, limit: 5 } as const

describe('the service behind the Money screen', () => {
  it('says that nothing is open yet', () => {
    const money = createMoneyService({ store: () => null, runs: () => [], prices: () => ({}), sinceMs: 0 })
    expect(() => money.summary(query)).toThrow('Nothing was read of this network yet')
    expect(() => money.csv()).toThrow('Try again')
    expect(() => money.noteRuns()).not.toThrow()
  })

  it('writes down what the machine cost while this network used it, and follows a run that goes on', () => {
    const history = openHistory(':memory:')
    const earlier: CloudRun = { fromMs: 1_000, toMs: 2_000, microUsd: 9 }
    let runs: CloudRun[] = [earlier]
    const make = (sinceMs: number) =>
      createMoneyService({ store: () => history, runs: () => runs, prices: () => ({ kroUsd: 2 }), sinceMs })
    const money = make(5_000)
    money.noteRuns()
    expect(history.cloudRuns()).toEqual([])
    runs = [earlier, { fromMs: 6_000, toMs: 6_500, microUsd: 100 }]
    money.noteRuns()
    // After a restart: begun before it, and known.
    runs = [earlier, { fromMs: 6_000, toMs: 9_000, microUsd: 600 }]
    expect(make(8_000).summary(query)).toMatchObject({ totals: { cloudMicroUsd: 600 }, prices: { kroUsd: 2 } })
    expect(money.csv()).toContain('cloud,out,0.000600,USD')
    history.close()
  })
})
