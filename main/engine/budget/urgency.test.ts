import { describe, expect, it } from 'vitest'
import type { SubmitDecision, WaitReason } from '../../../shared/domain/submit-decision.ts'
import { isUrgent } from './urgency.ts'

const chainNowSec = 10_000
const common = {
  outputIndex: 3n,
  l2BlockNumber: 120n,
  dueAtSec: chainNowSec + 1_000,
  publicRoundAtSec: null,
  nextLookAtSec: chainNowSec + 1,
  deadlineSec: null
}
const wait = (reason: WaitReason, over: Partial<SubmitDecision> = {}): SubmitDecision =>
  ({ ...common, kind: 'wait', reason, untilSec: null, ...over }) as SubmitDecision
const urgent = (over: Partial<Parameters<typeof isUrgent>[0]>) =>
  isUrgent({ next: wait('OTHERS_PRIORITY_ROUND'), challenges: [], chainNowSec, ...over })

describe('no time to save requests', () => {
  it('is while a dispute of one’s own is open', () => {
    expect(urgent({ challenges: [{ role: 'asserter', outcome: null }] })).toBe(true)
    expect(urgent({ challenges: [{ role: 'challenger', outcome: null }] })).toBe(true)
    expect(urgent({ challenges: [{ role: 'watcher', outcome: null }] })).toBe(false)
    expect(urgent({ challenges: [{ role: 'asserter', outcome: 'finalized' }] })).toBe(false)
  })

  it('is in an own round and shortly before', () => {
    expect(urgent({ next: { ...common, kind: 'submit', round: 'priority' } })).toBe(true)
    expect(urgent({ next: wait('NODE_BEHIND', { dueAtSec: chainNowSec - 5, deadlineSec: chainNowSec + 5 }) })).toBe(
      true
    )
    expect(urgent({ next: wait('SUBMISSION_PENDING') })).toBe(true)
    expect(urgent({ next: wait('OUTPUT_NOT_DUE') })).toBe(false)
    expect(urgent({ next: wait('OUTPUT_NOT_DUE', { deadlineSec: chainNowSec + 2_000 }) })).toBe(false)
    expect(urgent({ next: wait('OUTPUT_NOT_DUE', { dueAtSec: chainNowSec + 300 }) })).toBe(true)
    expect(urgent({ next: wait('OUTPUT_NOT_DUE'), chainNowSec: null })).toBe(true)
  })

  it('is not otherwise, nor before anything is known', () => {
    expect(urgent({})).toBe(false)
    expect(urgent({ next: null })).toBe(false)
  })
})
