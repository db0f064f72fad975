import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Hex } from '../shared/domain/hex.ts'
import { netKroWei } from '../shared/domain/money-value.ts'
import { systemClock as clock } from './engine/runtime/clock.ts'
import { moneyCsv } from './money/money-csv.ts'
import { proveWrong } from './practice/drills/challenge-proof.ts'
import { type ChallengeStage, onStage } from './practice/drills/challenge-stage.ts'
import type { DrillFacts } from './practice/drills/drill.ts'
import { loseByTime } from './practice/drills/proving-timeout.ts'
import { openHistory } from './store/history.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kroma-money-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const log = { debug() {}, info() {}, warn() {}, error() {} }

type Balances = { ethWei: bigint; kroWei: bigint }

async function balances({ network, read }: ChallengeStage): Promise<Balances> {
  const { address } = network.accounts.operator
  const [eth, kroWei] = await Promise.all([
    network.l1.rpc<Hex>('eth_getBalance', [address, 'latest']),
    read.assets('totalValidatorKro', address)
  ])
  return { ethWei: BigInt(eth), kroWei }
}

/** Plays a dispute to its payment with the app's own engine, and compares what its history adds up to with what the chain says. */
async function played(name: string, play: (stage: ChallengeStage) => Promise<DrillFacts>) {
  const here = join(folder, name)
  await mkdir(here)
  const { signal } = new AbortController()
  const context = { preset: 'practice' as const, seed: 31, clock, log, signal, say() {}, folder: here }
  let before: Balances = { ethWei: 0n, kroWei: 0n }
  let after = before
  await onStage(context, {}, async (stage) => {
    before = await balances(stage)
    const facts = await play(stage)
    after = await balances(stage)
    const times = openHistory(join(here, 'history.db'))
    await stage.driver.until({ what: 'times of all movements' }, () => {
      const { untimed, totals } = times.moneyPage({ by: 'day', before: null, limit: 5 })
      return untimed === 0 && netKroWei(totals) === after.kroWei - before.kroWei ? true : null
    })
    times.close()
    return facts
  })
  const history = openHistory(join(here, 'history.db'))
  const page = (by: 'output' | 'day' | 'month') => history.moneyPage({ by, before: null, limit: 500 })
  const result = {
    gainedWei: after.kroWei - before.kroWei,
    spentWei: before.ethWei - after.ethWei,
    totals: page('day').totals,
    byOutput: page('output').rows,
    byDay: page('day').rows,
    movements: [...history.movements()],
    csv: moneyCsv(history.movements(), history.cloudRuns())
  }
  history.close()
  return result
}

describe('the account of money on a practice network', { timeout: 120_000 }, () => {
  it.each([
    ['a challenge won', 'won', (stage: ChallengeStage) => proveWrong(stage, 'ZkEvm')],
    ['a challenge lost', 'lost', loseByTime]
  ] as const)('is what the chain says, to the last wei: %s', async (_, name, play) => {
    const { gainedWei, spentWei, totals, byOutput, byDay, movements, csv } = await played(name, play)
    expect(netKroWei(totals)).toBe(gainedWei)
    expect(totals.gasWei).toBe(spentWei)
    expect(totals.rewardsWei).toBeGreaterThan(0n)
    expect([totals.wonWei > 0n, totals.slashedWei > 0n]).toEqual(name === 'won' ? [true, false] : [false, true])
    for (const rows of [byOutput, byDay]) {
      expect(rows.reduce((sum, row) => sum + netKroWei(row), 0n)).toBe(gainedWei)
      expect(rows.reduce((sum, row) => sum + row.gasWei, 0n)).toBe(spentWei)
    }
    for (const { txHash } of movements) expect(csv).toContain(txHash)
  })
})
