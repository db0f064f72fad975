import { fromRlp, type Hex, keccak256, toHex, toRlp } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recomputeOutputRoot } from '../../engine/chain/output-root.ts'
import { createRollupClient } from '../../engine/chain/rollup-client.ts'
import { createRpcPool } from '../../engine/chain/rpc-pool.ts'
import type { Logger } from '../../engine/ports.ts'
import { systemClock } from '../../engine/runtime/clock.ts'
import { type Anvil, startAnvil } from '../anvil.ts'
import { type BlockProducer, createBlockProducer } from '../block-producer.ts'
import { createChainTime } from '../chain-time.ts'
import type { JsonRpcServer } from '../json-rpc-server.ts'
import { connectRpc, type Rpc } from '../rpc.ts'
import { createTraffic } from '../traffic.ts'
import { startL2Node } from './l2-node.ts'
import { createPasserProofs } from './passer-proofs.ts'
import { type RollupNode, startRollupNode } from './rollup-node.ts'

const genesisSec = 1_700_000_000
const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} }
const lie: Hex = `0x${'ab'.repeat(32)}`

let l1: Anvil
let l2: Anvil
let producer: BlockProducer
let node: RollupNode
let l2Node: JsonRpcServer
let rpc: Rpc
const pool = (role: 'rollup' | 'l2', url: string) =>
  createRpcPool({ role, urls: [url], clock: systemClock, log: silent, defaultTimeoutMs: 30_000 })
let client: ReturnType<typeof createRollupClient>
let l2Pool: ReturnType<typeof createRpcPool>

beforeAll(async () => {
  ;[l1, l2] = await Promise.all([
    startAnvil({ chainId: 900, timestampSec: genesisSec, keptStates: 16, extraArgs: ['--slots-in-an-epoch', '2'] }),
    startAnvil({ chainId: 901, timestampSec: genesisSec, keptStates: 16, hardfork: 'shanghai' })
  ])
  await l2.rpc('anvil_setBlockTimestampInterval', [2])
  const proofs = createPasserProofs(l2.rpc)
  const traffic = createTraffic({ l2: l2.rpc, chainId: 901, seed: 1 })
  await traffic.prepare()
  await proofs.collect()
  const hooks = { beforeL2Block: traffic.beforeBlock, afterL2Blocks: proofs.collect }
  const time = createChainTime(genesisSec)
  producer = createBlockProducer({ l1: l1.rpc, l2: l2.rpc, genesisSec, l2BlockTimeSec: 2, time, seed: 1, hooks })
  await producer.mine(60)
  node = await startRollupNode({
    l1: { url: l1.httpUrl, chainId: 900 },
    l2: { url: l2.httpUrl, chainId: 901, genesisSec, blockTimeSec: 2 },
    proofs,
    mptTimeSec: null,
    overrideRoot: (number) => (number === 7n ? lie : null)
  })
  l2Node = await startL2Node({ l2Url: l2.httpUrl, proofs })
  rpc = connectRpc({ url: node.url })
  client = createRollupClient({ pool: pool('rollup', node.url) })
  l2Pool = pool('l2', l2Node.url)
})

afterAll(async () => {
  await Promise.all([node?.stop(), l2Node?.stop(), l1?.stop(), l2?.stop()])
})

describe('rollup node', () => {
  it('keeps L2 in step with L1, whatever way the time went', async () => {
    await producer.warp(1_001)
    await producer.mine(3)
    const status = await client.syncStatus()
    expect(status.headL1.timestampSec).toBe(genesisSec + 1_064)
    expect(status.unsafeL2).toMatchObject({ number: 532n, timestampSec: genesisSec + 1_064 })
    const numbers = [100n, 431n, 530n]
    const outputs = await Promise.all(numbers.map((number) => client.outputAtBlock(number)))
    expect(outputs.map(({ blockRef }) => blockRef.timestampSec - genesisSec)).toEqual([200, 862, 1_060])
  })

  it('gives the heads in order, with origins that are not younger than their blocks', async () => {
    const { currentL1, headL1, safeL1, finalizedL1, unsafeL2, safeL2, finalizedL2 } = await client.syncStatus()
    expect(currentL1).toMatchObject({ number: headL1.number - 1n, hash: headL1.parentHash })
    expect([safeL1.number < headL1.number, finalizedL1.number < safeL1.number]).toEqual([true, true])
    expect([safeL2.number, finalizedL2.number]).toEqual([unsafeL2.number - 2n, unsafeL2.number - 8n])
    expect(unsafeL2).toMatchObject({ l1Origin: { number: headL1.number }, sequenceNumber: 0n })
    // In the warped stretch every block has the last L1 block before it as origin.
    const warped = (await client.outputAtBlock(400n)).blockRef
    expect(warped).toMatchObject({ l1Origin: { number: 60n }, sequenceNumber: 370n })
    expect((await client.outputAtBlock(0n)).blockRef.l1Origin.number).toBe(0n)
  })

  it('has the roots that the chain itself gives, old blocks and both formulas included', async () => {
    for (const number of [0n, 1n, 12n, 30n, 300n, 530n]) {
      const given = (await client.outputAtBlock(number)).outputRoot
      expect(given).toBe(await recomputeOutputRoot({ l2Pool, l2BlockNumber: number, preMpt: true }))
    }
    const before = await client.outputAtBlock(12n)
    node.setMptTimeSec(genesisSec + 24)
    expect((await client.rollupConfig()).kromaMptTimeSec).toBe(genesisSec + 24)
    const after = await client.outputAtBlock(12n)
    expect(after.outputRoot).toBe(await recomputeOutputRoot({ l2Pool, l2BlockNumber: 12n, preMpt: false }))
    expect(after.outputRoot).not.toBe(before.outputRoot)
    expect((await client.outputAtBlock(11n)).outputRoot).toBe(
      await recomputeOutputRoot({ l2Pool, l2BlockNumber: 11n, preMpt: true })
    )
    node.setMptTimeSec(null)
  })

  it('shows that traffic changes state and message storage', async () => {
    const outputs = await Promise.all(Array.from({ length: 30 }, (_, i) => client.outputAtBlock(BigInt(i))))
    const kinds = (name: 'outputRoot' | 'stateRoot' | 'withdrawalStorageRoot'): number =>
      new Set(outputs.map((output) => output[name])).size
    expect(kinds('outputRoot')).toBe(30)
    expect(kinds('stateRoot')).toBeGreaterThan(10)
    expect(kinds('withdrawalStorageRoot')).toBeGreaterThan(3)
  })

  it('names its chains and version', async () => {
    expect(await client.rollupConfig()).toEqual({
      l1ChainId: 900,
      l2ChainId: 901,
      blockTimeSec: 2,
      kromaMptTimeSec: null,
      genesisL2Number: 0n,
      genesisL2TimeSec: genesisSec
    })
    expect(await client.version()).toContain('practice')
  })

  it('proves the message passer and the next header for a block', async () => {
    type Answer = {
      stateRoot: Hex
      withdrawalStorageRoot: Hex
      nextBlockRef: { hash: Hex }
      publicInputProof: {
        nextBlock: Record<string, Hex>
        nextTransactions: { hash: Hex }[]
        l2ToL1MessagePasserBalance: number
        l2ToL1MessagePasserCodeHash: Hex
        merkleProof: Hex[]
      }
    }
    const answers = await Promise.all(
      [5, 6, 7, 8, 9].map((n) => rpc<Answer>('kroma_outputWithProofAtBlock', [toHex(n)]))
    )
    for (const { stateRoot, withdrawalStorageRoot, nextBlockRef, publicInputProof } of answers) {
      const { nextBlock, merkleProof } = publicInputProof
      expect(keccak256(merkleProof[0] ?? '0x')).toBe(stateRoot)
      const leaf = fromRlp(merkleProof.at(-1) ?? '0x', 'hex')
      const account = fromRlp(leaf.at(-1) as Hex, 'hex')
      expect(account[2]).toBe(withdrawalStorageRoot)
      expect(account[3]).toBe(publicInputProof.l2ToL1MessagePasserCodeHash)
      expect(BigInt(publicInputProof.l2ToL1MessagePasserBalance)).toBe(0n)
      expect(headerHash(nextBlock)).toBe(nextBlockRef.hash)
    }
    expect(answers.flatMap(({ publicInputProof }) => publicInputProof.nextTransactions).length).toBeGreaterThan(0)
  })

  it('lies only where it is told to', async () => {
    expect((await client.outputAtBlock(7n)).outputRoot).toBe(lie)
    expect((await client.outputAtBlock(8n)).outputRoot).not.toBe(lie)
  })

  it('refuses what a node refuses, with its codes', async () => {
    const head = (await client.syncStatus()).unsafeL2.number
    const failing: [string, readonly unknown[], number][] = [
      ['optimism_outputAtBlock', [toHex(head)], -32000],
      ['optimism_outputAtBlock', ['0xffffff'], -32000],
      ['optimism_outputAtBlock', [12], -32602],
      ['optimism_outputAtBlock', ['0x007'], -32602],
      ['optimism_outputAtBlock', [], -32602],
      ['optimism_peers', [], -32601]
    ]
    for (const [method, params, rpcCode] of failing)
      await expect(rpc(method, params), `${method} ${params}`).rejects.toMatchObject({ meta: { rpcCode } })
    await expect(rpc('optimism_outputAtBlock', ['0xffffff'])).rejects.toThrow('not found')
  })

  it('speaks JSON-RPC to bad requests too', async () => {
    const post = async (body: string): Promise<unknown> =>
      (await fetch(node.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).json()
    expect(await post('{')).toMatchObject({ error: { code: -32700 }, id: null })
    expect(await post('[]')).toMatchObject({ error: { code: -32600 } })
    expect(await post('{"id":4}')).toMatchObject({ error: { code: -32600 }, id: 4 })
    expect(await post('{"jsonrpc":"2.0","id":5,"method":"optimism_version","params":{}}')).toMatchObject({
      error: { code: -32602 },
      id: 5
    })
    const call = { jsonrpc: '2.0', method: 'optimism_version', params: [] }
    expect(
      await post(
        JSON.stringify([
          { ...call, id: 'a' },
          { ...call, id: 2, method: 'x' }
        ])
      )
    ).toMatchObject([
      { id: 'a', result: expect.stringContaining('practice') },
      { id: 2, error: { code: -32601 } }
    ])
    expect((await fetch(node.url)).status).toBe(405)
    const tooLarge = await fetch(node.url, { method: 'POST', body: 'x'.repeat(6_000_000) })
    expect(tooLarge.status).toBe(413)
  })

  it('passes everything else about L2 on, errors included', async () => {
    const l2Rpc = connectRpc({ url: l2Node.url })
    expect(await l2Rpc('eth_chainId')).toBe('0x385')
    await expect(l2Rpc('eth_nonsense')).rejects.toMatchObject({ code: 'PRACTICE_RPC_REFUSED' })
  })

  it('forgets nothing wrong when the chains are set back', async () => {
    const snapshot = await producer.snapshot()
    await producer.mine(8)
    const { number } = (await client.syncStatus()).safeL2
    const abandoned = await client.outputAtBlock(number)
    await producer.revert(snapshot)
    await producer.warp(30)
    const output = await client.outputAtBlock(number)
    expect(output.outputRoot).not.toBe(abandoned.outputRoot)
    expect(output.outputRoot).toBe(await recomputeOutputRoot({ l2Pool, l2BlockNumber: number, preMpt: true }))
  })
})

/** The hash of a Shanghai header from its fields. */
function headerHash(block: Record<string, Hex>): Hex {
  const names = ['parentHash', 'sha3Uncles', 'miner', 'stateRoot', 'transactionsRoot', 'receiptsRoot', 'logsBloom']
  const numbers = ['difficulty', 'number', 'gasLimit', 'gasUsed', 'timestamp']
  const field = (name: string): Hex => block[name] ?? '0x'
  const quantity = (name: string): Hex => (BigInt(field(name)) === 0n ? '0x' : toHex(BigInt(field(name))))
  return keccak256(
    toRlp([
      ...names.map(field),
      ...numbers.map(quantity),
      ...['extraData', 'mixHash', 'nonce'].map(field),
      quantity('baseFeePerGas'),
      field('withdrawalsRoot')
    ])
  )
}
