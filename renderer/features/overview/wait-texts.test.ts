import { describe, expect, it } from 'vitest'
import { type WaitReason, waitReasons } from '../../../shared/domain/submit-decision.ts'
import { decisionCommon, other, validatorDouble } from '../../dev/snapshot-double.ts'
import { type WaitContext, waitText, waitTexts } from './wait-texts.ts'

const nowSec = 1_795_000_000
const context = (reason: WaitReason, over: Partial<WaitContext> = {}): WaitContext => ({
  decision: { ...decisionCommon(nowSec, 30), kind: 'wait', reason, untilSec: null },
  validator: validatorDouble(),
  drawn: other,
  roles: { submitter: true, challenger: false, publicRound: false },
  nowSec,
  ...over
})

describe('texts for waiting', () => {
  it('has one for each reason and for no other', () => {
    expect(Object.keys(waitTexts).sort()).toEqual([...waitReasons].sort())
  })

  it.each(waitReasons)('%s: whole sentences, no holes, also while little is known', (reason) => {
    for (const over of [{}, { validator: null, drawn: null }] satisfies Partial<WaitContext>[]) {
      const { title, why, todo } = waitText(context(reason, over))
      expect(title).toMatch(/^[A-Z].*[^.]$/)
      for (const text of [why, todo ?? 'Fine.']) expect(text).toMatch(/^[A-Z0-9].*\.$/s)
      expect(`${title} ${why} ${todo}`).not.toMatch(/undefined|NaN|\[object|Invalid/)
    }
  })

  it('tells the operator what to do whenever something is blocked', () => {
    for (const reason of waitReasons) {
      const text = waitText(context(reason))
      if (text.tone === 'critical' || text.tone === 'warning') expect(text.todo).not.toBeNull()
    }
  })

  it('quotes the values', () => {
    expect(waitText(context('OTHERS_PRIORITY_ROUND')).why).toContain('0x3C44…93BC')
    expect(waitText(context('OUTPUT_NOT_DUE')).why).toContain('51,400')
    const poor = validatorDouble({ freeKroWei: 1_204n * 10n ** 18n, ethWei: 10n ** 15n })
    expect(waitText(context('BOND_TOO_SMALL', { validator: poor })).why).toBe(
      'The next output needs a bond of 5,000 KRO; 1,204 KRO is free.'
    )
    expect(waitText(context('ETH_TOO_LOW', { validator: poor })).why).toContain('0.001 ETH')
  })

  it('knows whose turn it is', () => {
    const base = context('OUTPUT_NOT_DUE').decision
    expect(waitText(context('OUTPUT_NOT_DUE', { decision: { ...base, deadlineSec: nowSec + 50 } })).title).toBe(
      'Output 1,285 is yours to submit'
    )
    expect(waitText(context('OUTPUT_NOT_DUE')).title).toBe('Output 1,285 is not due yet')
  })

  it('says whether this validator joins public rounds', () => {
    expect(waitText(context('OTHERS_PRIORITY_ROUND')).why).toContain('stays out')
    const roles = { submitter: true, challenger: false, publicRound: true }
    expect(waitText(context('OTHERS_PRIORITY_ROUND', { roles })).why).toContain('this one too')
  })

  it('changes with the end of the jail term', () => {
    const jailed = validatorDouble({ inJail: true, jailExpiresAtSec: nowSec + 60 })
    expect(waitText(context('IN_JAIL', { validator: jailed })).title).toBe('In jail')
    expect(waitText(context('IN_JAIL', { validator: { ...jailed, jailExpiresAtSec: nowSec } })).title).toBe(
      'The jail term is over'
    )
  })

  it('is patient with the node, then is not', () => {
    expect(waitText(context('NODE_BEHIND')).tone).toBe('neutral')
    const late = { ...context('NODE_BEHIND').decision, dueAtSec: nowSec - 31 }
    expect(waitText(context('NODE_BEHIND', { decision: late })).tone).toBe('warning')
  })

  it('advises by status', () => {
    expect(waitText(context('NOT_ACTIVE', { validator: validatorDouble({ status: 'READY' }) })).todo).toBe(
      'Activate the validator.'
    )
    expect(waitText(context('NOT_ACTIVE', { validator: validatorDouble({ status: 'EXITED' }) })).todo).toContain(
      'Deposit'
    )
  })
})
