import { describe, expect, it } from 'vitest'
import { challengeDouble } from '../../dev/challenge-double.ts'
import { me, other } from '../../dev/snapshot-double.ts'
import { othersText, shownDisputes } from './disputes.ts'

const row = (outputIndex: bigint, role: 'asserter' | 'watcher') =>
  challengeDouble(
    1_795_000_000,
    { outputIndex, challenger: other, asserter: me, taken: [], agoSec: [0] },
    {
      role
    }
  )
const indexes = (rows: readonly { outputIndex: bigint }[]) => rows.map(({ outputIndex }) => outputIndex)

describe('shownDisputes', () => {
  it('shows own ones, at most three, and counts the rest', () => {
    const rows = [
      row(1n, 'asserter'),
      row(2n, 'watcher'),
      row(3n, 'asserter'),
      row(4n, 'asserter'),
      row(5n, 'asserter')
    ]
    const { shown, rest } = shownDisputes(rows)
    expect(indexes(shown)).toEqual([1n, 3n, 4n])
    expect(othersText(rest)).toBe('1 more of yours and 1 between other validators')
  })

  it('shows others’ when there are no own ones', () => {
    const { shown, rest } = shownDisputes([row(1n, 'watcher')])
    expect(indexes(shown)).toEqual([1n])
    expect(rest).toEqual([])
  })
})
