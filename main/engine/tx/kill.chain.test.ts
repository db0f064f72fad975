import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Hex } from '../../../shared/domain/hex.ts'
import { type Anvil, startAnvil } from '../../practice/anvil.ts'
import { onceAddress, onceCode, word as wordOf } from './testing/once-contract.ts'
import type { CrashPoint } from './tx-core.ts'

const account = '0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A'

let anvil: Anvil
let folder: string
let mining = true
let miner: Promise<void>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tx-kill-'))
  anvil = await startAnvil({ chainId: 900, timestampSec: 1_700_000_000 })
  await anvil.rpc('anvil_setBalance', [account, `0x${(10n ** 20n).toString(16)}`])
  await anvil.rpc('anvil_setCode', [onceAddress, onceCode])
  await anvil.rpc('evm_mine')
})
afterAll(async () => {
  await anvil?.stop()
  await rm(folder, { recursive: true, force: true })
})

type Child = {
  journal: string
  point?: CrashPoint | 'never'
  pass?: number
  words: number[]
  exactFrom?: number
  mine?: boolean
}
type Ended = { signal: string | null; kinds: string[] }

/** Runs one process to its end, with blocks coming meanwhile unless told otherwise. */
async function run({ journal, point = 'never', pass = 1, words, exactFrom, mine = true }: Child): Promise<Ended> {
  mining = mine
  miner = keepMining()
  const args = ['main/store/testing/tx-child.ts', anvil.httpUrl, journal, point, String(pass), words.join(',')]
  if (exactFrom !== undefined) args.push(String(exactFrom))
  const ended = await new Promise<Ended>((resolve, reject) => {
    execFile(process.execPath, args, { timeout: 25_000 }, (error, stdout, stderr) => {
      if (error && error.signal !== 'SIGKILL') reject(new Error(`${error.message} ${stderr}`))
      else if (error?.killed) reject(new Error('the child hung'))
      else resolve({ signal: error?.signal ?? null, kinds: stdout === '' ? [] : JSON.parse(stdout) })
    })
  })
  mining = false
  await miner
  return ended
}

async function keepMining(): Promise<void> {
  while (mining) {
    await anvil.rpc('evm_mine')
    await new Promise((resolve) => setTimeout(resolve, 60))
  }
}

/** Every transaction of the account that is in a block, in order. */
async function mined(): Promise<{ nonce: number; input: Hex; maxFeeWei: bigint }[]> {
  const head = Number(await anvil.rpc<Hex>('eth_blockNumber'))
  const own: Awaited<ReturnType<typeof mined>> = []
  for (let n = 0; n <= head; n++) {
    const block = await anvil.rpc<{ transactions: { nonce: Hex; input: Hex; maxFeePerGas: Hex }[] }>(
      'eth_getBlockByNumber',
      [`0x${n.toString(16)}`, true]
    )
    own.push(
      ...block.transactions.map((tx) => ({
        nonce: Number(tx.nonce),
        input: tx.input,
        maxFeeWei: BigInt(tx.maxFeePerGas)
      }))
    )
  }
  return own
}

type Case = { point: CrashPoint; pass?: number; mineBefore?: boolean; mineBetween?: boolean; tear?: number }

const cases: (Case & { name: string })[] = [
  { name: 'before the intent', point: 'before-intent' },
  { name: 'after the intent', point: 'after-intent' },
  { name: 'after signing, before the journal knows', point: 'after-sign' },
  { name: 'while the signature is being journaled', point: 'after-signed', tear: 40 },
  { name: 'after the signature is journaled, before publishing', point: 'after-signed' },
  { name: 'after publishing, before the journal knows', point: 'after-publish' },
  { name: 'after publishing, mined while dead', point: 'after-publish', mineBetween: true },
  { name: 'after publishing is journaled', point: 'after-published' },
  { name: 'before publishing a raised transaction', point: 'after-signed', pass: 2, mineBefore: false },
  { name: 'after publishing a raised transaction', point: 'after-publish', pass: 2, mineBefore: false },
  { name: 'with the receipt seen', point: 'after-receipt' },
  { name: 'with the receipt journaled', point: 'after-mined' }
]

describe('a process killed on the way', () => {
  it.each(cases.map((c, at) => ({ ...c, at })))(
    '$name: once on chain, no gap',
    async ({ point, pass = 1, mineBefore, mineBetween, tear, at }) => {
      const journal = join(folder, `journal-${at}`)
      const [first, second] = [1_000 + at * 2, 1_001 + at * 2]
      const before = await mined()
      const needsBlocks = mineBefore ?? (point === 'after-receipt' || point === 'after-mined')
      expect(await run({ journal, point, pass, words: [first], mine: needsBlocks })).toEqual({
        signal: 'SIGKILL',
        kinds: []
      })
      if (tear !== undefined) await truncate(journal, (await readFile(journal)).length - tear)
      if (mineBetween) await anvil.rpc('evm_mine')

      const again = await run({ journal, words: [first, second] })
      expect(again.signal).toBeNull()
      expect(again.kinds[0]).toMatch(/^(confirmed|already-done)$/)
      expect(again.kinds[1]).toBe('confirmed')
      const after = (await mined()).slice(before.length)
      expect(after.map((tx) => tx.input).sort()).toEqual([wordOf(first), wordOf(second)])
      expect(after.map((tx) => tx.nonce)).toEqual([before.length, before.length + 1])
    }
  )
})

const exactPoints: CrashPoint[] = ['after-intent', 'after-signed', 'after-publish']

describe('a process killed while it sends a transaction that was prepared to the last byte', () => {
  it.each(exactPoints.map((point, at) => ({ point, at })))('$point: these bytes, once', async ({ point, at }) => {
    const journal = join(folder, `exact-${at}`)
    const word = 5_000 + at
    const before = await mined()
    const wish = { journal, words: [word], exactFrom: before.length }
    expect(await run({ ...wish, point, mine: false })).toEqual({ signal: 'SIGKILL', kinds: [] })
    const again = await run(wish)
    expect(again.signal).toBeNull()
    expect(again.kinds[0]).toMatch(/^(confirmed|already-done)$/)
    const [tx, ...more] = (await mined()).slice(before.length)
    expect(more).toEqual([])
    expect(tx).toEqual({ nonce: before.length, input: wordOf(word), maxFeeWei: 77_000_000_000n })
  })

  it('is given up, not altered, when its nonce went to something else meanwhile', async () => {
    const journal = join(folder, 'exact-late')
    const before = await mined()
    const wish = { journal, words: [6_000], exactFrom: before.length }
    expect(await run({ ...wish, point: 'after-intent', mine: false })).toEqual({ signal: 'SIGKILL', kinds: [] })
    expect((await run({ journal: join(folder, 'exact-other'), words: [6_001] })).kinds).toEqual(['confirmed'])
    expect((await run(wish)).kinds).toEqual(['not-sent'])
    expect((await mined()).slice(before.length).map(({ input }) => input)).toEqual([wordOf(6_001)])
  })
})
