import { describe, expect, it } from 'vitest'
import { type Act, actOf, actRules } from './act-rules.ts'
import { decideSecond, type Opinion } from './decide-second.ts'

const differ: Opinion = { kind: 'differ', difference: { field: 'nonce', sources: ['a', 'b'], values: ['1', '2'] } }
const silent: Opinion = { kind: 'silent', who: [{ origin: 'b', why: 'RPC_TIMEOUT' }] }
const agree: Opinion = { kind: 'agree' }
const acts = Object.keys(actRules) as Act[]

const verdict = (act: Act, opinion: Opinion, nowSec: number | null = 100, insistFromSec: number | null = null) =>
  decideSecond({ rule: actRules[act], opinion, nowSec, insistFromSec }).kind

describe('every act', () => {
  it.each(acts)('%s goes ahead when all sources agree', (act) => expect(verdict(act, agree)).toBe('go'))

  it.each(acts)('%s is stopped by a contradiction long before any deadline', (act) => {
    expect(verdict(act, differ)).toBe('stop')
    expect(verdict(act, differ, 99, 100)).toBe('stop')
    expect(verdict(act, differ, null, 100)).toBe('stop')
  })
})

describe('near its deadline, in spite of a contradiction', () => {
  it.each(acts)('%s goes ahead only where a bond is at stake already', (act) => {
    const insists = ['bisect', 'prove', 'cancel-challenge'].includes(act)
    expect(verdict(act, differ, 100, 100)).toBe(insists ? 'insist' : 'stop')
  })
})

describe('with a silent second source', () => {
  it.each(acts)('%s goes ahead, with a warning, only where waiting loses something', (act) => {
    const { kind, code } = decideSecond({ rule: actRules[act], opinion: silent, nowSec: 1, insistFromSec: null })
    const mayWait = /^(register|deposit|activate|unjail|commission-|withdraw|v1-|approve)/.test(act)
    expect([kind, code]).toEqual([mayWait ? 'stop' : 'unconfirmed', 'SECOND_SOURCE_SILENT'])
  })

  it.each(acts)('%s is not kept waiting for more than eight seconds', (act) => {
    expect(actRules[act].waitMs).toBeGreaterThan(0)
    expect(actRules[act].waitMs).toBeLessThanOrEqual(8_000)
  })
})

describe('actOf', () => {
  const who = `0x${'ab'.repeat(20)}` as const
  it.each([
    ['submit-output:12', { act: 'submit-output', outputIndex: 12n, challenger: null }],
    [`bisect:12:${who}:3`, { act: 'bisect', outputIndex: 12n, challenger: who }],
    [`prove:0:${who}:round-2`, { act: 'prove', outputIndex: 0n, challenger: who }],
    ['create-challenge:7', { act: 'create-challenge', outputIndex: 7n, challenger: null }],
    ['create-challenge:x', { act: 'create-challenge', outputIndex: null, challenger: null }],
    ['action:9f:withdraw', { act: 'withdraw', outputIndex: null, challenger: null }],
    ['action:9f:deposit:approve', { act: 'approve', outputIndex: null, challenger: null }],
    ['action:9f:deposit:cancel', { act: 'cancel', outputIndex: null, challenger: null }],
    ['action:9f', { act: 'other', outputIndex: null, challenger: null }],
    ['action:9f:constructor', { act: 'other', outputIndex: null, challenger: null }],
    ['fill-nonce:4', { act: 'other', outputIndex: 4n, challenger: null }],
    ['', { act: 'other', outputIndex: null, challenger: null }]
  ] as const)('%s', (purpose, expected) => expect(actOf(purpose)).toEqual(expected))
})
