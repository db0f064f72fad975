import { describe, expect, it } from 'vitest'
import { referenceHabits, referenceRequests, referenceScan } from './reference-model.ts'

const day = { seconds: 86_400, ownOutputs: 0, challengeOpenSec: 0, challengeMoves: 0 }

describe('the reference model', () => {
  it('asks about 16,000 times on an ordinary day, most of it to wait and to show a balance', () => {
    // 24 outputs x (62 tries x 5 reads + 1 round + 2 about the output) + 8,640 balances
    expect(referenceRequests(day)).toBe(24 * (62 * 5 + 1 + 2) + 8_640)
  })

  it('adds three reads every five seconds while a challenge is open', () => {
    expect(referenceRequests({ ...day, challengeOpenSec: 86_400 }) - referenceRequests(day)).toBe(17_280 * 3)
  })

  it('adds what transactions take', () => {
    expect(referenceRequests({ ...day, ownOutputs: 8, challengeMoves: 2 }) - referenceRequests(day)).toBe(70)
  })

  it('follows its habits', () => {
    const lazy = { ...referenceHabits, retrySec: 62, balanceEverySec: 86_400, readsPerOutput: 0, readsPerRound: 0 }
    expect(referenceRequests(day, lazy)).toBe(24 * 5 + 1)
  })

  it('scans in full pieces', () => {
    expect([referenceScan(50_400, 500), referenceScan(501, 500), referenceScan(0, 500)]).toEqual([101, 2, 0])
  })
})
