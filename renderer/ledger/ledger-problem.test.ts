import { describe, expect, it } from 'vitest'
import { LedgerFailure, type LedgerProblem, ledgerProblem, ledgerProblems } from './ledger-problem.ts'
import { ledgerProblemTexts } from './ledger-problem-texts.ts'

const status = (statusCode: number, name = 'TransportStatusError') =>
  Object.assign(new Error('x'), { name, statusCode })
const named = (name: string) => Object.assign(new Error('x'), { name })
const transportError = (id: string) => Object.assign(new Error('x'), { name: 'TransportError', id })

describe('ledgerProblem', () => {
  it.each([
    [status(0x5515, 'LockedDeviceError'), 'LOCKED'],
    [status(0x6b0c), 'LOCKED'],
    [status(0x6804), 'LOCKED'],
    [status(0x6985), 'REJECTED'],
    [status(0x5501), 'REJECTED'],
    ...[0x6d00, 0x6d02, 0x6e00, 0x6e01, 0x6511, 0x650f].map((code) => [status(code), 'APP_CLOSED']),
    [status(0x6a15), 'PATH_REFUSED'],
    [status(0x6501), 'TX_TYPE_UNKNOWN'],
    [status(0x6807), 'APP_MISSING'],
    [status(0x6984), 'APP_MISSING'],
    [status(0x6f00), 'DEVICE_ERROR'],
    [status(0x6f42), 'DEVICE_ERROR'],
    [status(0x6faa), 'DEVICE_ERROR'],
    [named('DisconnectedDevice'), 'UNPLUGGED'],
    [named('DisconnectedDeviceDuringOperation'), 'UNPLUGGED'],
    [new DOMException('x', 'NotAllowedError'), 'NO_ACCESS'],
    [new DOMException('x', 'SecurityError'), 'NO_ACCESS'],
    [named('TransportOpenUserCancelled'), 'NO_ACCESS'],
    [named('CantOpenDevice'), 'NO_ACCESS'],
    [transportError('TransportLocked'), 'BUSY'],
    [named('TransportRaceCondition'), 'BUSY'],
    [transportError('HIDNotSupported'), 'NOT_SUPPORTED'],
    [status(0x1234), 'UNKNOWN'],
    [new TypeError('x'), 'UNKNOWN'],
    [null, 'UNKNOWN'],
    ['text', 'UNKNOWN']
  ] as [unknown, LedgerProblem][])('%o is %s', (error, problem) => {
    expect(ledgerProblem(error)).toBe(problem)
  })

  it('tells a flag that is off from data that is refused', () => {
    const refusals = [named('EthAppPleaseEnableContractData'), status(0x6a80)]
    for (const error of refusals) {
      expect(ledgerProblem(error, { blindSigning: false })).toBe('BLIND_SIGNING_OFF')
      expect(ledgerProblem(error, { blindSigning: null })).toBe('BLIND_SIGNING_OFF')
      expect(ledgerProblem(error, { blindSigning: true })).toBe('DATA_REFUSED')
    }
  })

  it('keeps what was recognized before, from whichever copy of a class', () => {
    expect(ledgerProblem(new LedgerFailure('OTHER_DEVICE'))).toBe('OTHER_DEVICE')
    expect(ledgerProblem({ name: 'LedgerFailure', problem: 'BUSY' })).toBe('BUSY')
  })
})

describe('ledgerProblemTexts', () => {
  it('has for each problem its own words and a way forward', () => {
    const all = ledgerProblems.map((problem) => ledgerProblemTexts[problem])
    expect(new Set(all.map(({ title }) => title)).size).toBe(ledgerProblems.length)
    expect(new Set(all.map(({ todo }) => todo)).size).toBe(ledgerProblems.length)
    for (const { todo } of all) expect(todo).toMatch(/^[A-Z].*\.$/)
  })
})
