import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Budget, decideThinning, type ThinningInput } from './decide-thinning.ts'

const budget = (over: Partial<Budget> = {}): Budget => ({
  name: 'l1RequestsPerDay',
  limit: 1_000,
  used: 0,
  perHour: { polls: 30, others: 5 },
  ...over
})
const decide = (over: Partial<ThinningInput> = {}) =>
  decideThinning({ budgets: [budget()], leftHours: 24, exempt: false, stretch: 1, ...over })

describe('how much slower to poll', () => {
  it.each<[string, Partial<ThinningInput>, number, string | null]>([
    ['no limit is set', { budgets: [] }, 1, null],
    // 900 may be spent, 120 go to others, polling wants 720 of 780.
    ['the day ends within the limit', {}, 1, null],
    // 900 - 100 - 120 = 680 for 720.
    ['a little too much', { budgets: [budget({ used: 100 })] }, 1.1, 'l1RequestsPerDay'],
    ['twice too much', { budgets: [budget({ perHour: { polls: 65, others: 5 } })] }, 2, 'l1RequestsPerDay'],
    ['far too much', { budgets: [budget({ perHour: { polls: 1_000, others: 5 } })] }, 5, 'l1RequestsPerDay'],
    ['nine tenths are used', { budgets: [budget({ used: 900, perHour: null })] }, 5, 'l1RequestsPerDay'],
    ['just less is used, and the pace not known', { budgets: [budget({ used: 899, perHour: null })] }, 1, null],
    ['others use it all', { budgets: [budget({ perHour: { polls: 1, others: 100 } })] }, 5, 'l1RequestsPerDay'],
    ['others use it all and nothing is polled', { budgets: [budget({ perHour: { polls: 0, others: 100 } })] }, 1, null],
    ['the day is over', { budgets: [budget({ used: 800 })], leftHours: 0 }, 1, null]
  ])('%s', (_, input, stretch, because) => {
    expect(decide(input)).toEqual({ stretch, because, exempt: false })
  })

  it('follows the tightest limit', () => {
    const credits = budget({ name: 'creditsPerDay', limit: 1_000_000, perHour: { polls: 100_000, others: 0 } })
    expect(decide({ budgets: [budget({ used: 100 }), credits] })).toMatchObject({ because: 'creditsPerDay' })
    expect(decide({ budgets: [credits, budget({ used: 100 })] })).toMatchObject({ because: 'creditsPerDay' })
  })

  it('keeps the full pace while a dispute is open or an own round is near, and says which limit it passes over', () => {
    expect(decide({ budgets: [budget({ used: 950 })], exempt: true })).toEqual({
      stretch: 1,
      because: 'l1RequestsPerDay',
      exempt: true
    })
    expect(decide({ exempt: true })).toEqual({ stretch: 1, because: null, exempt: false })
  })

  it('holds a pace until polling could be a good deal quicker', () => {
    const twice = budget({ perHour: { polls: 65, others: 5 } })
    expect(decide({ budgets: [twice], stretch: 2.4 }).stretch).toBe(2.4)
    expect(decide({ budgets: [twice], stretch: 2.5 }).stretch).toBe(2)
    expect(decide({ budgets: [twice], stretch: 1.5 }).stretch).toBe(2)
  })

  it('answers something between one and five to everything', () => {
    const amount = fc.nat({ max: 10_000_000 })
    const any = fc.record({
      name: fc.constantFrom('l1RequestsPerDay' as const, 'creditsPerDay' as const),
      limit: fc.integer({ min: 300, max: 10_000_000 }),
      used: amount,
      perHour: fc.option(fc.record({ polls: amount, others: amount }))
    })
    const inputs = fc.record({
      budgets: fc.array(any, { maxLength: 2 }),
      leftHours: fc.double({ min: 0, max: 24, noNaN: true }),
      exempt: fc.boolean(),
      stretch: fc.double({ min: 1, max: 5, noNaN: true })
    })
    fc.assert(
      fc.property(inputs, (input) => {
        const { stretch, because, exempt } = decideThinning(input)
        expect(stretch).toBeGreaterThanOrEqual(1)
        expect(stretch).toBeLessThanOrEqual(5)
        expect(stretch > 1 && exempt).toBe(false)
        expect(stretch > 1 && because === null).toBe(false)
      })
    )
  })
})
