import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Hash } from '../../shared/domain/hex.ts'
import type { MoneyMovement } from '../../shared/domain/money.ts'
import { moneyCsv } from './money-csv.ts'

const txHash: Hash = `0x${'ab'.repeat(32)}`
const movement = (over: Partial<MoneyMovement>): MoneyMovement => ({
  ...{ kind: 'reward', txHash, logIndex: 1, outputIndex: 7n, atSec: 1_795_000_000, l1BlockNumber: 12n },
  ...{ amountWei: 1_500_000_000_000_000_001n, purpose: null },
  ...over
})
const linesOf = (...movements: MoneyMovement[]): string[] => moneyCsv(movements, []).split('\r\n')

describe('the CSV', () => {
  it('has every digit, its unit and its transaction, and says in which direction it went', () => {
    const gas = movement({ kind: 'gas', amountWei: 21n, purpose: 'submit-output:7', logIndex: null })
    const run = { fromMs: 1_795_000_000_000, toMs: 1_795_000_600_000, microUsd: 1_234_567 }
    expect(
      moneyCsv([movement({}), gas], [run])
        .split('\r\n')
        .slice(0, 4)
    ).toEqual([
      'time_utc,kind,direction,amount,unit,output,tx_hash,l1_block,purpose',
      `2026-11-18T11:06:40Z,reward,in,1.500000000000000001,KRO,7,${txHash},12,`,
      `2026-11-18T11:06:40Z,gas,out,0.000000000000000021,ETH,7,${txHash},12,submit-output:7`,
      '2026-11-18T11:06:40Z,cloud,out,1.234567,USD,,,,'
    ])
  })

  it.each([
    ['challenge-reward', 'in'],
    ['slash', 'out'],
    ['slash-reverted', 'in']
  ] as const)('%s goes %s, in KRO', (kind, direction) => {
    expect(linesOf(movement({ kind }))[1]).toContain(`,${kind},${direction},1.500000000000000001,KRO,7,`)
  })

  it('leaves empty what is not known', () => {
    expect(linesOf(movement({ atSec: null, outputIndex: null }))[1]).toBe(
      `,reward,in,1.500000000000000001,KRO,,${txHash},12,`
    )
  })

  it('ends with a line that tells whether any other was changed', () => {
    for (const text of [moneyCsv([], []), moneyCsv([movement({})], [])]) {
      const at = text.lastIndexOf('sha256,')
      expect(text.slice(at)).toBe(`sha256,${createHash('sha256').update(text.slice(0, at)).digest('hex')}\r\n`)
    }
  })

  it.each([
    ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['\rx', `"'\rx"`],
    ['a,b', '"a,b"'],
    ['a\nb', '"a\nb"'],
    ['action:1', 'action:1']
  ])('is no formula, whatever a text says: %j', (purpose, cell) => {
    const text = moneyCsv([movement({ purpose })], [])
    expect(text.split(',12,')[1]?.split('\r\nsha256')[0]).toBe(cell)
  })
})
