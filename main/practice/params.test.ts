import { expect, it } from 'vitest'
import { mainnetShapeParams, paramsFromJson, practiceParams } from './params.ts'

it.each([
  ['practice', practiceParams],
  ['mainnet-shape', mainnetShapeParams]
])('the %s parameters fit each other', (_name, params) => {
  const parts = params.segmentsLengths.reduce((product, length) => product * (length - 1), 1)
  expect(parts).toBe(params.submissionInterval)
  expect(params.segmentsLengths.length % 2).toBe(0)
  expect(params.roundDuration).toBe((params.submissionInterval * params.l2BlockTime) / 2)
  expect(params.minRegisterAmount).toBeGreaterThanOrEqual(params.bondAmount)
  expect(params.minActivateAmount).toBeGreaterThanOrEqual(params.minRegisterAmount)
  const turns = params.segmentsLengths.length - 1
  const longestGame = turns * params.bisectionTimeout + params.provingTimeout
  expect(params.creationPeriod).toBeLessThan(params.finalizationPeriod)
  expect(longestGame).toBeLessThan(params.finalizationPeriod)
})

it('reads amounts from decimal strings', () => {
  const { baseReward, minRegisterAmount, minActivateAmount, bondAmount } = practiceParams
  const amounts = { baseReward, minRegisterAmount, minActivateAmount, bondAmount }
  const strings = Object.fromEntries(Object.entries(amounts).map(([name, wei]) => [name, wei.toString()]))
  const json = { ...practiceParams, ...(strings as Record<keyof typeof amounts, string>) }
  expect(paramsFromJson(json)).toEqual(practiceParams)
})
