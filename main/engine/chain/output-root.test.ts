import { describe, expect, it } from 'vitest'
import type { Hash } from '../../../shared/domain/hex.ts'
import { computeOutputRoot, messagePasserAddress, recomputeOutputRoot } from './output-root.ts'
import { scriptedPool } from './testing/scripted-pool.ts'

/** An output of a game that was recorded on the real Colosseum. */
const proven = {
  stateRoot: '0xbddc6dd67036bb106d955bd741ddf4b7e4b8dd3f880c09828cbd54101be5053f',
  messagePasserStorageRoot: '0x06c0e168bcbc76f5d4f1995760510c2c893a16632cd5b2cf9a3247bb1d0d9936',
  blockHash: '0x3ebc56978926e868aa6272a66c8c2c38f160dcaa82f5f8c006a56947912144a1',
  nextBlockHash: '0xc933a2c02c495accd2f0a1beaeafb1dd074e5ff0bca6c5ad893858582c513e7b'
} as const
const provenRoot = '0x14018c5b01858582a9d1959715c007b8be34597737838d3582a779f013626d6c'

describe('computeOutputRoot', () => {
  it('gives the root that the contract accepts', () => {
    expect(computeOutputRoot(proven)).toBe(provenRoot)
  })

  it('leaves the next block out from the MPT fork on', () => {
    const root = computeOutputRoot({ ...proven, nextBlockHash: null })
    expect(root).toMatch(/^0x[0-9a-f]{64}$/)
    expect(root).not.toBe(provenRoot)
  })

  it.each(['stateRoot', 'messagePasserStorageRoot', 'blockHash', 'nextBlockHash'] as const)('commits to %s', (part) => {
    const other: Hash = `0x${'1'.repeat(64)}`
    expect(computeOutputRoot({ ...proven, [part]: other })).not.toBe(provenRoot)
  })
})

describe('recomputeOutputRoot', () => {
  const parentHash: Hash = `0x${'2'.repeat(64)}`
  const answers = (changes: { block?: object | null; next?: object | null; proof?: object } = {}) =>
    scriptedPool(({ method, params }) => {
      if (method === 'eth_getProof')
        return { address: messagePasserAddress, storageHash: proven.messagePasserStorageRoot, ...changes.proof }
      const isNext = params[0] === '0x65'
      const header = isNext
        ? { number: '0x65', hash: proven.nextBlockHash, parentHash: proven.blockHash, stateRoot: parentHash }
        : { number: '0x64', hash: proven.blockHash, parentHash, stateRoot: proven.stateRoot }
      const change = isNext ? changes.next : changes.block
      return change === null ? null : { ...header, ...change }
    })
  const recompute = (l2Pool: ReturnType<typeof answers>, preMpt = true) =>
    recomputeOutputRoot({ l2Pool, l2BlockNumber: 100n, preMpt })

  it('takes everything from the L2 node', async () => {
    const pool = answers()
    expect(await recompute(pool)).toBe(provenRoot)
    expect(pool.requests.map(({ method, params }) => [method, params[0]])).toEqual([
      ['eth_getBlockByNumber', '0x64'],
      ['eth_getProof', messagePasserAddress],
      ['eth_getBlockByNumber', '0x65']
    ])
  })

  it('does not need the next block after the fork', async () => {
    const pool = answers({ next: null })
    expect(await recompute(pool, false)).toBe(computeOutputRoot({ ...proven, nextBlockHash: null }))
    expect(pool.requests.length).toBe(2)
  })

  it.each([
    ['has no such block', { block: null }, 'it has no block 100'],
    ['has no next block yet', { next: null }, 'it has no block 101'],
    ['answers about another block', { block: { number: '0x63' } }, 'it is not about block 100'],
    ['gives a next block of another chain', { next: { parentHash } }, 'the next block has another parent'],
    ['proves another account', { proof: { address: `0x${'9'.repeat(40)}` } }, 'the proof is about another account'],
    ['gives no storage root', { proof: { storageHash: null } }, 'storageHash is no 32-byte hash']
  ])('refuses a node that %s', async (_name, changes, what) => {
    await expect(recompute(answers(changes))).rejects.toMatchObject({
      code: 'L2_BAD_ANSWER',
      retryable: true,
      meta: { what }
    })
  })
})
