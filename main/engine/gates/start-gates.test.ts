import { describe, expect, it } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import type { ProtocolConstants } from '../chain/protocol-constants.ts'
import type { RollupConfig, RpcPool, SyncStatus } from '../chain/types.ts'
import type { EngineConfig } from '../engine-config.ts'
import { alice, bob, exampleAddresses } from '../outputs/testing/example-logs.ts'
import type { ProtocolReading } from '../submitter/load.ts'
import type { GateContext } from './gate-context.ts'
import type { GateBlock } from './run-gates.ts'
import { startGates } from './start-gates.ts'

const config: EngineConfig = {
  network: {
    name: 'custom',
    label: 'Test',
    practice: false,
    l1ChainId: 1,
    l2ChainId: 255,
    addresses: exampleAddresses
  },
  rpc: { l1: ['http://a'], l2: ['http://b'], rollup: ['http://c'] },
  roles: { submitter: true, challenger: false, publicRound: false },
  fees: {
    maxFeePerGasCapWei: 200n,
    minPriorityFeeWei: 1n,
    bumpPercent: 15n,
    resendAfterMs: 30_000,
    confirmations: 1
  },
  requestTimeoutMs: 5_000,
  l2Head: 'safe'
}
const constants = {
  named: [{ getter: 'L2OutputOracle.COLOSSEUM', target: 'Colosseum', address: exampleAddresses.Colosseum }]
} as unknown as ProtocolConstants
const rollupConfig = { l1ChainId: 1, l2ChainId: 255 } as RollupConfig
const reading = (status: string) =>
  ({ validator: { status }, output: { latestBlockNumber: 400n } }) as unknown as ProtocolReading
const syncAt = (safe: bigint) => ({ safeL2: { number: safe }, finalizedL2: { number: safe - 100n } }) as SyncStatus

type Over = Partial<Omit<GateContext, 'l1' | 'l2'>> & { l1?: (method: string, params: readonly unknown[]) => unknown }

const pool = (answer: (method: string, params: readonly unknown[]) => unknown) =>
  ({
    request: async ({ method, params }: { method: string; params: readonly unknown[] }) => answer(method, params)
  }) as unknown as RpcPool

function context({ l1, ...over }: Over = {}): GateContext {
  return {
    config,
    l1: pool(l1 ?? ((method) => (method === 'eth_chainId' ? '0x1' : '0x60'))),
    l2: pool(() => '0xff'),
    rollup: {
      syncStatus: async () => syncAt(500n),
      rollupConfig: async () => rollupConfig,
      outputAtBlock: async () => Promise.reject(new Error('not asked')),
      version: async () => '1'
    },
    account: alice,
    queue: { reconcile: async () => {} },
    readConstants: async () => constants,
    readState: async () => reading('ACTIVE'),
    learnt: {},
    ...over
  }
}

/** The first gate that is not open. */
async function firstBlock(given: GateContext): Promise<(GateBlock & { gate: string }) | null> {
  for (const gate of startGates(given)) {
    const block = await gate.check(new AbortController().signal)
    if (block) return { gate: gate.name, ...block }
  }
  return null
}

const down =
  (code: string, meta: Record<string, string> = {}) =>
  () => {
    throw new AppError({ code, ...meta }, { message: 'gone', retryable: code !== 'RPC_WRONG_CHAIN' })
  }

describe('start gates', () => {
  it('are open when everything is as the settings say, and leave what they learnt', async () => {
    const given = context()
    expect(await firstBlock(given)).toBeNull()
    expect(given.learnt).toEqual({ constants, rollupConfig, reading: reading('ACTIVE') })
  })

  const permanent: [string, string, string, Over, RegExp][] = [
    [
      'an empty list',
      'settings',
      'RPC_LIST_EMPTY',
      { config: { ...config, rpc: { ...config.rpc, l2: [] } } },
      /rpc\.l2/
    ],
    [
      'a fee cap below the least tip',
      'settings',
      'FEE_CAP_TOO_LOW',
      { config: { ...config, fees: { ...config.fees, minPriorityFeeWei: 201n } } },
      /fee cap/
    ],
    ['another L1', 'chains', 'L1_WRONG_CHAIN', { l1: () => '0x5' }, /chain id 5.*Test.*chain id 1/],
    [
      'another L1 found by the pool',
      'chains',
      'L1_WRONG_CHAIN',
      { l1: down('RPC_WRONG_CHAIN', { detail: 'http://a: wrong chain: id 5 instead of 1' }) },
      /id 5 instead of 1/
    ],
    [
      'a rollup node of another network',
      'chains',
      'ROLLUP_WRONG_CHAIN',
      { rollup: { ...context().rollup, rollupConfig: async () => ({ ...rollupConfig, l2ChainId: 2358 }) } },
      /L2 2358/
    ],
    [
      'an address without code',
      'contracts',
      'CONTRACT_NO_CODE',
      { l1: (m, p) => (m === 'eth_chainId' ? '0x1' : p[0] === exampleAddresses.SecurityCouncil ? '0x' : '0x60') },
      /SecurityCouncil/
    ],
    [
      'a contract that does not answer',
      'contracts',
      'CONTRACT_NO_ANSWER',
      {
        readConstants: async () => Promise.reject(new AppError({ code: 'CONTRACT_REVERT' }, { message: 'x reverted.' }))
      },
      /x reverted/
    ],
    [
      'contracts that name another Colosseum',
      'addresses',
      'ADDRESS_MISMATCH',
      {
        readConstants: async () => ({
          ...constants,
          named: [{ getter: 'L2OutputOracle.COLOSSEUM', target: 'Colosseum', address: bob }]
        })
      },
      new RegExp(`${bob}.*${exampleAddresses.Colosseum}.*oracle names`, 'i')
    ],
    [
      'an unregistered account',
      'account',
      'ACCOUNT_NOT_REGISTERED',
      { readState: async () => reading('NONE') },
      new RegExp(`${alice} is not registered`)
    ]
  ]
  it.each(permanent)('%s is for the operator to correct', async (_, gate, code, over, message) => {
    const block = await firstBlock(context(over))
    expect(block).toMatchObject({ gate, code, permanent: true })
    expect(block?.message).toMatch(message)
    expect(block?.message).not.toMatch(/\n/)
  })

  it('an L1 that does not answer is tried again', async () => {
    const block = await firstBlock(context({ l1: down('RPC_UNAVAILABLE', { detail: 'http://a: refused' }) }))
    expect(block).toMatchObject({ gate: 'chains', code: 'L1_UNREACHABLE', permanent: false })
    expect(block?.message).toContain('http://a: refused')
  })

  it('a rollup node that does not answer is tried again', async () => {
    const rollup = { ...context().rollup, rollupConfig: async () => down('RPC_TIMEOUT')() }
    expect(await firstBlock(context({ rollup }))).toMatchObject({ code: 'ROLLUP_UNREACHABLE', permanent: false })
  })

  it('a node that syncs is waited for, by the head that is configured', async () => {
    const behind = { ...context().rollup, syncStatus: async () => syncAt(399n) }
    const block = await firstBlock(context({ rollup: behind }))
    expect(block).toMatchObject({ gate: 'node', code: 'NODE_SYNCING', permanent: false, waiting: true })
    expect(block?.message).toContain('399')
    const final = { ...context().rollup, syncStatus: async () => syncAt(450n) }
    expect(await firstBlock(context({ rollup: final, config: { ...config, l2Head: 'finalized' } }))).toMatchObject({
      code: 'NODE_SYNCING'
    })
  })

  it('an account that is only watched may be unregistered', async () => {
    expect(await firstBlock(context({ queue: null, readState: async () => reading('NONE') }))).toBeNull()
  })

  it('a damaged journal is thrown with its own code', async () => {
    const queue = { reconcile: async () => Promise.reject(new AppError({ code: 'JOURNAL_DAMAGED' })) }
    await expect(firstBlock(context({ queue }))).rejects.toMatchObject({ code: 'JOURNAL_DAMAGED', retryable: false })
  })
})
