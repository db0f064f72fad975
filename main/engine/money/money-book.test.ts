import { describe, expect, it } from 'vitest'
import type { MoneyMovement } from '../../../shared/domain/money.ts'
import { AppError } from '../../../shared/errors.ts'
import type { ChainLog } from '../chain/types.ts'
import { alice, bob, exampleAddresses, exampleLog, hash } from '../outputs/testing/example-logs.ts'
import { ManualClock } from '../runtime/manual-clock.ts'
import { createMoneyBook, gasRecorder } from './money-book.ts'
import type { MoneyPort } from './ports.ts'

function memoryPort(): MoneyPort & { all(): MoneyMovement[]; told: string[] } {
  const kept = new Map<string, MoneyMovement>()
  const told: string[] = []
  const keyOf = ({ txHash, logIndex }: Pick<MoneyMovement, 'txHash' | 'logIndex'>): string => `${txHash}:${logIndex}`
  return {
    told,
    all: () => [...kept.values()],
    addMovements: (movements) => movements.forEach((one) => void kept.set(keyOf(one), one)),
    removeMovements: (ids) => ids.forEach((id) => void kept.delete(keyOf(id))),
    forgetEventsFrom: (block) => void told.push(`from ${block}`),
    forgetAllMovements: () => void told.push('all'),
    untimedBlocks: () => [...new Set([...kept.values()].filter((m) => m.atSec === null).map((m) => m.l1BlockNumber))],
    setBlockTime(block, atSec) {
      for (const one of kept.values()) if (one.l1BlockNumber === block) one.atSec = atSec
    }
  }
}

const place = { block: 10, tx: 4, logIndex: 2 }
const reward = (validator: string) =>
  exampleLog(
    'ValidatorManager',
    'RewardDistributed',
    { outputIndex: 7n, validator, validatorReward: 30n, baseReward: 1n, boostedReward: 2n },
    place
  )

function setup(times: (number: bigint) => Promise<number | null> = async () => 1_234) {
  const port = memoryPort()
  const clock = new ManualClock()
  const asked: bigint[] = []
  const book = createMoneyBook({
    ...{ port, addresses: exampleAddresses, account: alice, clock },
    getBlock: () => async (number) => {
      asked.push(number)
      const timestampSec = await times(number)
      return timestampSec === null ? null : { number, timestampSec, hash: hash(number) }
    }
  })
  return { port, clock, book, asked }
}

describe('the account of what money did', () => {
  it.each([
    ['RewardDistributed', { validator: alice, validatorReward: 30n, baseReward: 1n, boostedReward: 2n }, 'reward'],
    ['ChallengeRewardDistributed', { recipient: alice, amount: 30n }, 'challenge-reward'],
    ['Slashed', { loser: alice, amount: 30n }, 'slash'],
    ['SlashReverted', { loser: alice, amount: 30n }, 'slash-reverted']
  ] as const)('takes %s of this validator', (event, args, kind) => {
    const { port, book } = setup()
    book.takeLog(exampleLog('ValidatorManager', event, { outputIndex: 7n, ...args }, place))
    expect(port.all()).toEqual([
      {
        kind,
        txHash: hash(4),
        logIndex: 2,
        outputIndex: 7n,
        atSec: null,
        l1BlockNumber: 10n,
        amountWei: 30n,
        purpose: null
      }
    ])
  })

  it('leaves alone what is of others, of other contracts, of another shape, or about something else', () => {
    const { port, book } = setup()
    const own = reward(alice)
    const others: ChainLog[] = [
      reward(bob),
      { ...own, address: exampleAddresses.AssetManager },
      { ...own, data: '0x' },
      exampleLog('ValidatorManager', 'ValidatorJailed', { validator: alice, expiresAt: 5n }, place)
    ]
    for (const log of others) book.takeLog(log)
    expect(port.all()).toEqual([])
  })

  it('gives back what a reorganisation undid', () => {
    const { port, book } = setup()
    book.takeLog(reward(alice))
    book.takeLog({ ...reward(alice), removed: true })
    expect(port.all()).toEqual([])
    book.restartFrom(9n)
    book.restartFrom(null)
    expect(port.told).toEqual(['from 9', 'all'])
  })

  it('asks for the time of each block once, and again later where it could not be had', async () => {
    let away = true
    const { port, clock, book, asked } = setup(async (number) => {
      if (number === 11n && away) throw new AppError({ code: 'RPC_DOWN' }, { retryable: true })
      return number === 12n ? null : 1_234
    })
    const stop = new AbortController()
    const running = book.run({ signal: stop.signal, ready: () => {} }).catch(() => {})
    book.takeLog(reward(alice))
    const { onMined } = gasRecorder(port)
    for (const block of [10n, 11n, 12n])
      onMined({ purpose: `bisect:7:0x1:${block}`, hash: hash(block), blockNumber: block, feeWei: 5n })
    await clock.advance(0)
    expect(port.all().map(({ atSec }) => atSec)).toEqual([1_234, 1_234, null, null])
    away = false
    await clock.advance(15_000)
    expect(port.all().map(({ atSec }) => atSec)).toEqual([1_234, 1_234, 1_234, null])
    expect(asked).toEqual([10n, 11n, 12n, 11n, 12n])
    stop.abort()
    await running
    expect(clock.sleeping).toBe(0)
  })
})

describe('gas of own transactions', () => {
  it.each([
    ['submit-output:12', 12n],
    ['create-challenge:12', 12n],
    ['bisect:12:0x3c:3', 12n],
    ['prove:12:0x3c', 12n],
    ['challenger-timeout:12:0x3c', 12n],
    ['cancel-challenge:12', 12n],
    ['action:12', null],
    ['unjail', null]
  ])('of %s is about output %s', (purpose, outputIndex) => {
    const port = memoryPort()
    const { onMined, onUnmined } = gasRecorder(port)
    onMined({ purpose, hash: hash(1), blockNumber: 3n, feeWei: 9n })
    expect(port.all()).toMatchObject([{ kind: 'gas', outputIndex, amountWei: 9n, logIndex: null, purpose }])
    onUnmined(hash(1))
    expect(port.all()).toEqual([])
  })
})
