import { describe, expect, it } from 'vitest'
import { logRangeHint } from '../../../main/engine/chain/log-range-hint.ts'
import { classifyError } from '../../../main/engine/tx/classify-error.ts'
import type { Fault } from './fault.ts'
import { createFaultScript } from './fault-script.ts'
import { logRangeLimit, logRangeWordings, nonceTooLowWordings } from './wordings.ts'

const empty: Fault = { kind: 'empty' }
const call = (method: string) => ({ method, params: [] })

describe('a fault script', () => {
  it('meets the calls of a plan: by method, from the nth on, so many, for a time', () => {
    let nowMs = 0
    const script = createFaultScript({ seed: 1, now: () => nowMs })
    const plan = script.inject({ fault: empty, methods: ['a'], skip: 1, calls: 2, forMs: 100 })
    const met = (method: string): boolean => script.take(call(method)) !== null
    expect([met('b'), met('a'), met('a'), met('a'), met('a')]).toEqual([false, false, true, true, false])
    expect(plan.count()).toBe(2)
    script.inject({ fault: empty, forMs: 100 })
    nowMs = 101
    expect(met('a')).toBe(false)
    const last = script.inject({ fault: empty })
    expect(met('c')).toBe(true)
    last.stop()
    expect(met('c')).toBe(false)
    script.inject({ fault: empty })
    script.clear()
    expect(met('c')).toBe(false)
  })

  it('draws by its seed: the same again, and about as often as asked', () => {
    const draws = (seed: number): string => {
      const script = createFaultScript({ seed, now: () => 0 })
      script.inject({ fault: [empty, { kind: 'html' }], chance: 0.1 })
      return Array.from({ length: 1_000 }, () => script.take(call('a'))?.kind ?? '-').join('')
    }
    expect(draws(3)).toBe(draws(3))
    expect(draws(3)).not.toBe(draws(4))
    const met = draws(3).replaceAll('-', '')
    expect(met).toContain('empty')
    expect(met).toContain('html')
    expect(met.replaceAll('empty', 'x').replaceAll('html', 'x').length).toBeGreaterThan(60)
    expect(met.replaceAll('empty', 'x').replaceAll('html', 'x').length).toBeLessThan(140)
  })
})

describe('wordings', () => {
  it.each(logRangeWordings)('of $provider are known as a range that is too long', ({ refuse }) => {
    expect(logRangeHint(refuse(100, 5_000).message)).not.toBeNull()
  })

  it('refuse longer ranges only', () => {
    const [provider] = logRangeWordings
    if (!provider) throw new Error('there are none')
    const { when } = logRangeLimit(provider, 10)
    const asking = (to: number) => ({
      method: 'eth_getLogs',
      params: [{ fromBlock: '0x1', toBlock: `0x${to.toString(16)}` }]
    })
    expect([when?.(asking(10)), when?.(asking(11))]).toEqual([false, true])
  })

  it.each(nonceTooLowWordings)('of $client are known as a nonce that is too low', ({ error }) => {
    expect(classifyError(error.message)).toBe('nonce-too-low')
  })
})
