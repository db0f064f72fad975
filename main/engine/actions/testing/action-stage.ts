import {
  encodeFunctionData,
  type Hex,
  parseTransaction,
  serializeTransaction,
  type TransactionSerializable
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import type { DeviceSignature, PreparedTx } from '../../../../shared/domain/action.ts'
import type { EngineEvent } from '../../../../shared/domain/engine-event.ts'
import type { Address } from '../../../../shared/domain/hex.ts'
import { type OwnTransaction, sendAllOwn } from '../../../practice/l1-transactions.ts'
import type { PracticeNetwork } from '../../../practice/network.ts'
import type { PracticeAccount } from '../../../practice/practice-accounts.ts'
import { practicePlace } from '../../../practice/practice-place.ts'
import { createKeySigner } from '../../../store/signers/create-key-signer.ts'
import { readProtocolConstants } from '../../chain/protocol-constants.ts'
import { createRpcPool } from '../../chain/rpc-pool.ts'
import type { HeadTracker, RpcPool } from '../../chain/types.ts'
import type { EngineConfig } from '../../engine-config.ts'
import type { Logger } from '../../ports.ts'
import { systemClock } from '../../runtime/clock.ts'
import { createDeviceSubmissions, type DeviceSubmissions } from '../../submitter/device-submissions.ts'
import { createRpcTxChain } from '../../tx/rpc-tx-chain.ts'
import { memoryJournal } from '../../tx/testing/memory-journal.ts'
import { createTxQueue } from '../../tx/tx-queue.ts'
import type { FeePolicy } from '../../tx/types.ts'
import { createActions, type OperatorActions } from '../create-actions.ts'
import { createOperatorParts } from '../operator-parts.ts'

const gwei = 1_000_000_000n
const policy: FeePolicy = {
  maxFeePerGasCapWei: 500n * gwei,
  minPriorityFeeWei: gwei,
  bumpPercent: 15n,
  resendAfterMs: 60_000,
  confirmations: 1
}

export type StageOptions = {
  network: PracticeNetwork
  /** The validator. */
  who: PracticeAccount
  /** Its key is in the app; else it is on a device like the withdraw account's. */
  hot?: boolean
  log?: Logger
  /** Other endpoints of L1: the second opinion. */
  secondUrls?: string[]
  journals?: Map<string, ReturnType<typeof memoryJournal>>
  policy?: Partial<FeePolicy>
  /** What there is to submit, where the validator's key is on a device. */
  submissions?: DeviceSubmissions
}

export type Stage = OperatorActions & {
  events: EngineEvent[]
  journals: Map<string, ReturnType<typeof memoryJournal>>
  /** Everything that was handed to a node, in order. */
  sent: Hex[]
  queue: ReturnType<typeof createTxQueue> | null
  mine(): Promise<void>
  stop(): Promise<void>
}

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} }

/** The operator's actions on a practice network with manual mining, with everything real but the disk and the heads. */
export async function startStage(options: StageOptions): Promise<Stage> {
  const { network, who, hot = true, log = silent, secondUrls, journals = new Map() } = options
  const clock = systemClock
  const place = practicePlace(network)
  const { l1ChainId, addresses } = place.network
  const fees = { ...policy, ...options.policy }
  const poolOf = (urls: string[]): RpcPool => createRpcPool({ role: 'l1', urls, clock, log, defaultTimeoutMs: 5_000 })
  const sent: Hex[] = []
  const pool = recording(poolOf([network.l1.httpUrl]), sent)
  const second = secondUrls ? poolOf(secondUrls) : null
  const listeners = new Set<() => void>()
  const heads: HeadTracker = {
    head: () => null,
    chainNowSec: () => network.nowSec(),
    onHead: (listener) => {
      const call = (): void => listener({ number: 0n, timestampSec: 0, hash: '0x' })
      listeners.add(call)
      return () => listeners.delete(call)
    }
  }
  const journalOf = (name: string) => {
    const journal = journals.get(name) ?? memoryJournal()
    journals.set(name, journal)
    return journal
  }
  const events: EngineEvent[] = []
  const hearers = new Set<(event: EngineEvent) => void>()
  const emit = (event: EngineEvent): void => {
    events.push(event)
    for (const hearer of [...hearers]) hearer(event)
  }
  const signer = createKeySigner(who.privateKey)
  const queue = hot
    ? createTxQueue({
        chain: createRpcTxChain({ pool, account: who.address }),
        chainId: l1ChainId,
        signer,
        journal: journalOf('own'),
        clock,
        log,
        policy: fees,
        onEvent: emit,
        onHead: (listener) => heads.onHead(listener),
        pollMs: 200
      })
    : null
  const never = new AbortController()
  await queue?.reconcile(never.signal)
  const config = { network: place.network, fees } as EngineConfig
  const parts = createOperatorParts({
    config,
    files: { actions: journalOf('actions'), queueOf: (account) => journalOf(account) },
    clock,
    log,
    sources: { primary: pool, second },
    heads,
    hotKey: queue && { address: who.address, queue },
    emit
  })
  const opened = createActions({
    account: who.address,
    chainId: l1ChainId,
    addresses,
    policy: fees,
    parts,
    submissions: options.submissions ?? createDeviceSubmissions(),
    readConstants: (signal) => readProtocolConstants({ pool, addresses, signal }),
    clock,
    log,
    emit,
    onEvent: (hearer) => {
      hearers.add(hearer)
      return () => hearers.delete(hearer)
    }
  })
  const life = new AbortController()
  let started = (): void => {}
  const ready = new Promise<void>((resolve) => {
    started = resolve
  })
  const running = opened.service.run({ signal: life.signal, ready: () => started() })
  await Promise.race([ready, running])
  return {
    ...opened,
    events,
    journals,
    sent,
    queue,
    async mine() {
      await network.mine(1)
      for (const listener of [...listeners]) listener()
    },
    async stop() {
      life.abort(new Error('stop'))
      opened.close()
      await running
      await parts.close()
      await queue?.close()
      pool.close()
    }
  }
}

const recording = (pool: RpcPool, sent: Hex[]): RpcPool => ({
  ...pool,
  request(request) {
    if (request.method === 'eth_sendRawTransaction') sent.push(request.params[0] as Hex)
    return pool.request(request)
  }
})

/** What a device would answer for this transaction. */
export async function signAsDevice({ unsigned }: PreparedTx, key: PracticeAccount): Promise<DeviceSignature> {
  const tx = parseTransaction(unsigned) as TransactionSerializable
  const signed = await privateKeyToAccount(key.privateKey.reveal()).signTransaction(tx)
  const { r = '0x', s = '0x', yParity } = parseTransaction(signed)
  return { r: r.slice(2), s: s.slice(2), v: yParity === 1 ? '01' : '00' }
}

/** The prepared bytes as they are on the wire, without their signature. */
export function unsignedOnWire(raw: Hex): Hex {
  const { r: _r, s: _s, v: _v, yParity: _y, ...tx } = parseTransaction(raw)
  return serializeTransaction(tx as TransactionSerializable)
}

/** Sends calls of practice accounts and mines them. */
export const play = (network: PracticeNetwork, ...transactions: OwnTransaction[]) =>
  sendAllOwn({ l1: network.l1.rpc, transactions, mine: () => network.mine(1) })

export const asOwn = (
  from: PracticeAccount,
  to: Address,
  call: Parameters<typeof encodeFunctionData>[0]
): OwnTransaction => ({ from, to, data: encodeFunctionData(call), what: String(call.functionName) })
