import { describe, expect, it } from 'vitest'
import type { PracticeLedgerState } from '../shared/domain/practice-ledger.ts'
import { LedgerDouble } from './practice/ledger/ledger-double.ts'
import { practiceMnemonic } from './practice/ledger/practice-mnemonic.ts'
import { createPracticeLedgerLink } from './practice-ledger-link.ts'

const ledger = () => {
  const device = new LedgerDouble({ own: practiceMnemonic(1, 'own'), other: practiceMnemonic(1, 'other') })
  return {
    state: () => device.state(),
    control: device.control.bind(device),
    onState: device.onState.bind(device),
    exchange: (apdu: Uint8Array) => device.exchange(apdu, new AbortController().signal)
  }
}

describe('createPracticeLedgerLink', () => {
  it('has none on a network that is not for practice, whatever is attached', () => {
    const link = createPracticeLedgerLink({ practice: () => false })
    link.attach(ledger())
    expect(() => link.current()).toThrow(expect.objectContaining({ code: 'PRACTICE_LEDGER_ABSENT', retryable: false }))
  })

  it('says that the network is starting, before and after', () => {
    const link = createPracticeLedgerLink({ practice: () => true })
    const starting = expect.objectContaining({ code: 'PRACTICE_LEDGER_STARTING', retryable: true })
    expect(() => link.current()).toThrow(starting)
    link.attach(ledger())()
    expect(() => link.current()).toThrow(starting)
  })

  it('goes on counting over networks, and hears only the one that runs', async () => {
    const link = createPracticeLedgerLink({ practice: () => true })
    const told: PracticeLedgerState[] = []
    link.onState((state) => told.push(state))
    const first = ledger()
    const detach = link.attach(first)
    link.current().control('unplug')
    expect(link.current().state()).toEqual(told.at(-1))
    detach()
    first.control('plug-in')
    link.attach(ledger())
    link.current().control('lock')
    expect(told.map(({ seq, session, plugged, locked }) => [seq, session, plugged, locked])).toEqual([
      [1, 1, true, false],
      [2, 2, false, false],
      [3, 3, true, false],
      [4, 3, true, true]
    ])
    expect(Buffer.from(await link.current().exchange(Uint8Array.of(0xe0, 6, 0, 0, 0))).toString('hex')).toBe('5515')
  })
})
