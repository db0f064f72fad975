import { describe, expect, it } from 'vitest'
import { publicRoundAddress } from '../../../shared/domain/validator.ts'
import { scenarios } from '../../dev/scenarios.ts'
import { decisionCommon, me, other, snapshotDouble } from '../../dev/snapshot-double.ts'
import { drawnOther, nextStep } from './next-step.ts'

const nowMs = 1_795_000_000_000
const nowSec = nowMs / 1000

describe('what happens next', () => {
  it('counts down to the end of the wait when it has one', () => {
    expect(nextStep(scenarios.waiting(nowMs), nowSec)?.clock).toEqual({
      toSec: nowSec + 27,
      label: 'until the output is due'
    })
    expect(nextStep(scenarios['others-round'](nowMs), nowSec)?.clock?.label).toBe('until the public round')
    expect(nextStep(scenarios.jailed(nowMs), nowSec)?.clock?.label).toBe('until the jail term ends')
  })
  it('counts down the own round while it runs', () => {
    expect(nextStep(scenarios['my-round'](nowMs), nowSec)?.clock).toEqual({
      toSec: nowSec + 14,
      label: 'left of your round'
    })
  })
  it('has no clock when only an event ends the wait', () => {
    expect(nextStep(scenarios['rpc-down'](nowMs), nowSec)?.clock).toBeNull()
    expect(nextStep(scenarios.public(nowMs), nowSec)?.clock).toBeNull()
  })
  it('says which round a submission belongs to', () => {
    expect(nextStep(scenarios.public(nowMs), nowSec)).toMatchObject({
      title: 'Submitting output 1,285 now',
      why: expect.stringContaining('open to every active validator')
    })
    const mine = snapshotDouble({
      next: { ...decisionCommon(nowSec, -1, { deadlineSec: nowSec + 20 }), kind: 'submit', round: 'priority' }
    })
    expect(nextStep(mine, nowSec)?.why).toMatch(/^You were drawn for this output\. It counts as yours until/)
  })
  it('is nothing while nothing is decided', () => {
    expect(nextStep(scenarios.stopped(nowMs), nowSec)).toBeNull()
  })
})

describe('who was drawn', () => {
  it('is told when it is somebody else, however the address is written', () => {
    const of = (priorityValidator: typeof me | null) => drawnOther(snapshotDouble({ priorityValidator }))
    expect(of(other)).toBe(other)
    expect(of(me.toLowerCase() as typeof me)).toBeNull()
    expect(of(publicRoundAddress)).toBeNull()
    expect(of(null)).toBeNull()
  })
})
