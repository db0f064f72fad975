import { describe, expect, it } from 'vitest'
import type { Absence } from '../../../shared/domain/absence.ts'
import { absenceText } from './absence-text.ts'
import { backAtMs, proposedBackAt } from './back-at.ts'

const at = (day: number, hours: number, minutes = 0): number => new Date(2026, 10, day, hours, minutes).getTime()

describe('backAtMs', () => {
  it.each([
    ['18:00', at(22, 15, 40), at(22, 18)],
    ['18:00', at(22, 18), at(23, 18)],
    ['7.30', at(22, 15), at(23, 7, 30)],
    [' 9 ', at(30, 10), new Date(2026, 11, 1, 9).getTime()],
    ['0:05', at(22, 23, 59), at(23, 0, 5)]
  ])('%s is the next such moment', (text, nowMs, expected) => expect(backAtMs(text, nowMs)).toBe(expected))

  it.each(['', '24:00', '12:60', 'noon', '1:2', '-3'])('%s is no time', (text) => {
    expect(backAtMs(text, at(22, 12))).toBeNull()
  })

  it('proposes a full hour after a night', () => {
    expect(proposedBackAt(at(22, 15, 40))).toBe('00:00')
    expect(proposedBackAt(at(22, 22))).toBe('06:00')
  })
})

const absence: Absence = {
  untilSec: 0,
  verdict: 'quiet',
  rounds: 0,
  drawnAlready: false,
  drawnChance: 0,
  jailChance: 0,
  strikesLeft: 2,
  deadlines: [],
  worstLossWei: 0n,
  pendingTransactions: 0
}
const rowsOf = (changes: Partial<Absence>) =>
  Object.fromEntries(absenceText({ ...absence, ...changes }, 0).rows.map(({ label, text }) => [label, text]))

describe('absenceText', () => {
  it('says that nothing can be missed', () => {
    expect(absenceText(absence, 0)).toMatchObject({ tone: 'ok', title: 'Nothing can be missed.' })
    expect(rowsOf({})).toEqual({
      'Your rounds': 'no round ends before you are back',
      'Misses until jail': '2 without consequence',
      'Worst loss': 'none'
    })
  })

  it('gives chances as people read them', () => {
    expect(rowsOf({ rounds: 8, drawnChance: 0.5217, jailChance: 0.0004 })).toMatchObject({
      'Your rounds': '8 rounds end; chance that one is yours: 52 %',
      'Misses until jail': '2 without consequence; chance of jail: <0.1 %'
    })
    expect(rowsOf({ rounds: 1, drawnChance: 0.043 })['Your rounds']).toBe(
      'one round ends; chance that one is yours: 4.3 %'
    )
    expect(rowsOf({ rounds: 90, drawnChance: 0.9999, jailChance: 1, strikesLeft: 0 })).toMatchObject({
      'Your rounds': '90 rounds end; chance that one is yours: >99.9 %',
      'Misses until jail': 'the next miss leads to jail; chance of jail: 100 %'
    })
    expect(rowsOf({ rounds: 2, drawnChance: 1, drawnAlready: true })['Your rounds']).toBe(
      '2 rounds end; the present one is yours'
    )
    expect(rowsOf({ rounds: 2 })['Your rounds']).toBe('2 rounds end; chance that one is yours: none')
    expect(rowsOf({ rounds: null, drawnChance: null, jailChance: null })['Your rounds']).toBe('not known yet')
  })

  it('puts moves and money first', () => {
    const deadlines = [
      { outputIndex: 5n, challenger: '0x01', atSec: 3_600, myTurn: true },
      { outputIndex: 6n, challenger: '0x02', atSec: 7_200, myTurn: false }
    ] as const
    const text = absenceText(
      {
        ...absence,
        verdict: 'costly',
        deadlines: [...deadlines],
        worstLossWei: 400n * 10n ** 18n,
        pendingTransactions: 2
      },
      0
    )
    expect(text.tone).toBe('critical')
    expect(text.rows[0]).toMatchObject({
      label: 'Output 5',
      text: expect.stringMatching(/your move, until .* \(in 1 h\)/)
    })
    expect(text.rows[1]?.text).toContain('once the other side moves')
    expect(text.rows[2]).toEqual({ label: 'Transactions', text: '2 are under way' })
    expect(text.rows.at(-1)?.text).toBe('400 KRO')
    expect(rowsOf({ pendingTransactions: 1 }).Transactions).toBe('one is under way')
  })
})
