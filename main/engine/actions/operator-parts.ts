import type { SignerMeans } from '../../../shared/domain/action.ts'
import type { EngineEvent } from '../../../shared/domain/engine-event.ts'
import type { Address } from '../../../shared/domain/hex.ts'
import type { PendingTxView } from '../../../shared/domain/snapshot.ts'
import type { HeadTracker } from '../chain/types.ts'
import type { EngineConfig } from '../engine-config.ts'
import { gasRecorder } from '../money/money-book.ts'
import type { MoneyPort } from '../money/ports.ts'
import type { JournalPort, Logger } from '../ports.ts'
import type { Clock } from '../runtime/clock.ts'
import { createRpcTxChain } from '../tx/rpc-tx-chain.ts'
import { createTxQueue } from '../tx/tx-queue.ts'
import type { OperatorQueue, SecondOpinion } from '../tx/types.ts'
import { createExternalSigner, type ExternalSigner } from './external-signer.ts'
import type { L1Sources } from './simulate.ts'

/** Files of the operator's actions. */
export type ActionFiles = {
  /** What was signed and what became of it. */
  actions: JournalPort
  /** Transaction journal of an account whose key is on a device; one per account. */
  queueOf(account: Address): JournalPort
}

/** How an account signs and which queue its transactions go through. `device` is null for the hot key. */
export type AccountQueue = { means: SignerMeans; queue: OperatorQueue; device: ExternalSigner | null }

/** The engine's connections that only operator actions use. */
export type OperatorParts = {
  sources: L1Sources
  queueOf(account: Address): AccountQueue
  /** What waits in the queues of accounts on a device. */
  pending(): PendingTxView[]
  /** Called when that may have changed. */
  onChange(listener: () => void): () => void
  files: ActionFiles
  close(): Promise<void>
}

type Options = {
  config: EngineConfig
  files: ActionFiles
  clock: Clock
  log: Logger
  sources: L1Sources
  heads: HeadTracker
  /** Asked before each signature, where there is more than one provider of L1. */
  second?: SecondOpinion | undefined
  /** The validator's own queue where its key is at hand. */
  hotKey: { address: Address; queue: OperatorQueue } | null
  emit: (event: EngineEvent) => void
  money?: MoneyPort | undefined
}

/** Queues by account: the validator's own for the hot key, so that nonces never collide with submissions; one of its own, with a journal of its own, for every account on a device. */
export function createOperatorParts(options: Options): OperatorParts {
  const { hotKey, sources, files } = options
  const others = new Map<string, AccountQueue>()
  const listeners = new Set<() => void>()
  const open = (account: Address): AccountQueue => {
    const made = deviceQueue(options, account)
    made.queue.onChange(() => {
      for (const listener of [...listeners]) listener()
    })
    return made
  }
  return {
    sources,
    files,
    queueOf(account) {
      const key = account.toLowerCase()
      if (hotKey?.address.toLowerCase() === key) return { means: 'hot-key', queue: hotKey.queue, device: null }
      const known = others.get(key) ?? open(account)
      others.set(key, known)
      return known
    },
    pending: () => [...others.values()].flatMap(({ queue }) => queue.pending()),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      for (const { queue } of others.values()) await queue.close()
      sources.second?.close()
    }
  }
}

function deviceQueue(
  { config, files, clock, log, sources, heads, second, emit, money }: Options,
  account: Address
): AccountQueue {
  const device = createExternalSigner(account)
  const queue = createTxQueue({
    chain: createRpcTxChain({ pool: sources.primary, account }),
    chainId: config.network.l1ChainId,
    signer: device,
    journal: files.queueOf(account),
    clock,
    log,
    policy: config.fees,
    signsAgain: false,
    second,
    onEvent: emit,
    ...(money && gasRecorder(money)),
    onHead: (listener) => heads.onHead(listener)
  })
  return { means: 'device', queue, device }
}

/** The L1 endpoints that are not at the host of the first one: a second opinion. */
export function otherProviders(urls: readonly string[]): string[] {
  const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : '')
  const [first = ''] = urls
  return urls.filter((url) => hostOf(url) !== hostOf(first))
}
