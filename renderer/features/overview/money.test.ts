import { describe, expect, it } from 'vitest'
import { outputDouble, snapshotDouble, validatorDouble } from '../../dev/snapshot-double.ts'
import { bondCover, missesUntilJail, submissionsLeft } from './money.ts'

const kro = 10n ** 18n

describe('money', () => {
  it('says how many bonds are covered or what is missing', () => {
    expect(bondCover(validatorDouble({ freeKroWei: 20_214n * kro }))).toEqual({ covered: 4, shortWei: 0n })
    expect(bondCover(validatorDouble({ freeKroWei: 5_000n * kro }))).toEqual({ covered: 1, shortWei: 0n })
    expect(bondCover(validatorDouble({ freeKroWei: 1_204n * kro }))).toEqual({ covered: 0, shortWei: 3_796n * kro })
    expect(bondCover(validatorDouble({ bondWei: 0n }))).toEqual({ covered: 0, shortWei: 0n })
  })
  it('estimates how long the ETH lasts from the own fees', () => {
    const fee = (feeWei: bigint | null, mine = true) => outputDouble(1n, 1, 1n, { mine, feeWei })
    const snapshot = snapshotDouble({
      validator: validatorDouble({ ethWei: 100n }),
      outputs: [fee(10n), fee(30n), fee(null), fee(999n, false)]
    })
    expect(submissionsLeft(snapshot)).toBe(5)
    expect(submissionsLeft({ ...snapshot, outputs: [] })).toBeNull()
    expect(submissionsLeft({ ...snapshot, validator: null })).toBeNull()
  })
  it.each([
    [0, 3],
    [1, 2],
    [2, 1],
    [3, 1]
  ])('%d misses of a threshold of 2: %d until jail', (noSubmissionCount, left) => {
    expect(missesUntilJail(validatorDouble({ noSubmissionCount }))).toBe(left)
  })
})
