import { describe, expect, it } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { createRollupClient } from './rollup-client.ts'
import { l1Ref, l2Ref, outputAt, rollupConfig, syncStatus } from './testing/rollup-answers.ts'
import { scriptedPool } from './testing/scripted-pool.ts'

const clientOf = (answer: unknown) => {
  const pool = scriptedPool(() => answer)
  return { pool, client: createRollupClient({ pool }) }
}
const bad = (what: string) => ({ code: 'ROLLUP_BAD_ANSWER', retryable: true, meta: { what } })

describe('createRollupClient', () => {
  it('reads the sync status', async () => {
    const { client, pool } = clientOf(syncStatus())
    const status = await client.syncStatus()
    expect(status.currentL1).toEqual({
      hash: l1Ref(50).hash,
      number: 50n,
      parentHash: l1Ref(50).parentHash,
      timestampSec: 600
    })
    expect(status.safeL2).toMatchObject({ number: 110n, l1Origin: { number: 7n }, sequenceNumber: 3n })
    expect([status.headL1, status.safeL1, status.finalizedL1].map((ref) => ref.number)).toEqual([52n, 45n, 40n])
    expect([status.unsafeL2, status.finalizedL2].map((ref) => ref.number)).toEqual([120n, 90n])
    expect(pool.requests).toMatchObject([{ method: 'optimism_syncStatus', params: [] }])
  })

  it('reads an output and asks for the block in hex', async () => {
    const { client, pool } = clientOf(outputAt(110))
    const output = await client.outputAtBlock(110n)
    expect(output).toMatchObject({
      outputRoot: outputAt(110).outputRoot,
      blockRef: { number: 110n },
      nextBlockRef: { number: 111n, parentHash: l2Ref(110).hash },
      syncStatus: { currentL1: { number: 50n } }
    })
    expect(pool.requests).toMatchObject([{ method: 'optimism_outputAtBlock', params: ['0x6e'], reason: 'root' }])
  })

  it.each([
    ['absent', undefined],
    ['null', null],
    ['zero', { ...l2Ref(0), hash: `0x${'0'.repeat(64)}` }]
  ])('takes a next block that is %s for none', async (_name, nextBlockRef) => {
    expect((await clientOf({ ...outputAt(110), nextBlockRef }).client.outputAtBlock(110n)).nextBlockRef).toBeNull()
  })

  it.each([
    ['another block', { ...outputAt(109) }, 'it is about block 109, not 110'],
    ['another version', { ...outputAt(110), version: l1Ref(1).hash }, 'version is not zero'],
    [
      'a next block that does not follow',
      { ...outputAt(110), nextBlockRef: l2Ref(112) },
      'nextBlockRef does not follow blockRef'
    ],
    ['no root', { ...outputAt(110), outputRoot: undefined }, 'outputRoot is no 32-byte hash'],
    ['a short root', { ...outputAt(110), outputRoot: '0x12' }, 'outputRoot is no 32-byte hash'],
    ['a state root that is none', { ...outputAt(110), stateRoot: 5 }, 'stateRoot is no 32-byte hash'],
    ['no status', { ...outputAt(110), syncStatus: null }, 'syncStatus is no object'],
    ['nothing', null, 'output is no object'],
    ['a list', [], 'output is no object']
  ])('refuses an output about %s', async (_name, answer, what) => {
    await expect(clientOf(answer).client.outputAtBlock(110n)).rejects.toMatchObject(bad(what))
  })

  it.each([
    [
      'a negative number',
      { ...syncStatus(), safe_l2: { ...l2Ref(1), number: -1 } },
      'safe_l2.number is no whole number'
    ],
    [
      'a broken number',
      { ...syncStatus(), safe_l2: { ...l2Ref(1), number: 1.5 } },
      'safe_l2.number is no whole number'
    ],
    [
      'a number as text',
      { ...syncStatus(), head_l1: { ...l1Ref(1), number: '7' } },
      'head_l1.number is no whole number'
    ],
    ['a missing origin', { ...syncStatus(), unsafe_l2: l1Ref(1) }, 'unsafe_l2.l1origin is no object'],
    ['a missing reference', { ...syncStatus(), current_l1: undefined }, 'current_l1 is no object']
  ])('refuses a status with %s', async (_name, answer, what) => {
    await expect(clientOf(answer).client.syncStatus()).rejects.toMatchObject(bad(what))
  })

  it('reads the rollup config, with and without a fork time', async () => {
    expect(await clientOf(rollupConfig()).client.rollupConfig()).toEqual({
      l1ChainId: 1,
      l2ChainId: 255,
      blockTimeSec: 2,
      kromaMptTimeSec: 1_739_250_001,
      genesisL2Number: 0n,
      genesisL2TimeSec: 1_700_000_000
    })
    const { kroma_mpt_time: _none, ...before } = rollupConfig()
    expect((await clientOf(before).client.rollupConfig()).kromaMptTimeSec).toBeNull()
    await expect(clientOf({ ...rollupConfig(), l2_chain_id: null }).client.rollupConfig()).rejects.toMatchObject(
      bad('l2_chain_id is no whole number')
    )
  })

  it('reads the version and passes the pool its signal and its errors through', async () => {
    expect(await clientOf('v2.1.0').client.version()).toBe('v2.1.0')
    const { pool, client } = clientOf('')
    pool.answer = () => {
      throw new AppError({ code: 'RPC_TIMEOUT' }, { retryable: true })
    }
    const { signal } = new AbortController()
    await expect(client.version(signal)).rejects.toMatchObject({ code: 'RPC_TIMEOUT' })
    expect(pool.requests[0]?.signal).toBe(signal)
  })
})
