import type { EngineEvent } from '../../../shared/domain/engine-event.ts'
import type { Hash } from '../../../shared/domain/hex.ts'
import type { JournalPort, Logger, Signer } from '../ports.ts'
import type { Clock } from '../runtime/clock.ts'
import { encodeRecord, type JournalRecord } from './journal-records.ts'
import type { MinedTx, TxChain } from './tx-chain.ts'
import { TxState } from './tx-state.ts'
import type { FeePolicy, SecondOpinion, SigningPause } from './types.ts'

/** Where a test may kill the process. Each is passed in this order by a first attempt. */
export const crashPoints = [
  'before-intent',
  'after-intent',
  'after-sign',
  'after-signed',
  'after-publish',
  'after-published',
  'after-receipt',
  'after-mined'
] as const
export type CrashPoint = (typeof crashPoints)[number]

export type TxCoreDeps = {
  chain: TxChain
  chainId: number
  signer: Signer
  journal: JournalPort
  clock: Clock
  log: Logger
  policy: FeePolicy
  /** False where each signature comes from a device: then nothing is signed anew by itself, only sent again. */
  signsAgain?: boolean | undefined
  /** True where nobody but this app may use the key: a nonce that somebody else uses pauses signing. Wallets on a device are used from elsewhere too. */
  exclusive?: boolean | undefined
  /** Absent where one provider of L1 is all there is. */
  second?: SecondOpinion | undefined
  onEvent?: ((event: EngineEvent) => void) | undefined
  /** A transaction of this account has its confirmations, reverted or not; told again after a restart. `onUnmined`: a reorg took it back. */
  onMined?: ((mined: Pick<MinedTx, 'hash' | 'blockNumber' | 'feeWei'> & { purpose: string }) => void) | undefined
  onUnmined?: ((hash: Hash) => void) | undefined
  /** Tests only: awaited at each point of the way, may end the process. */
  crashPoint?: ((point: CrashPoint) => void | Promise<void>) | undefined
}

/** What the parts of the queue share: the ports, the journaled state, and the one way to change it. */
export class TxCore {
  readonly deps: TxCoreDeps
  state = new TxState()
  pause: SigningPause | null = null
  /** Looks in a row that showed a transaction of somebody else. */
  suspicion = { looks: 0, atMs: 0 }
  /** Until then transactions of an earlier process are left to whoever submits their purpose again. */
  claimUntilMs = 0
  /** Records since the last compaction. */
  appended = 0
  readonly stop = new AbortController()
  readonly listeners = new Set<() => void>()

  constructor(deps: TxCoreDeps) {
    this.deps = deps
  }

  /** Disk first, memory second: what the state says has always been written. */
  async write(record: JournalRecord): Promise<void> {
    await this.deps.journal.append(encodeRecord(record))
    this.appended += 1
    this.state.apply(record)
    this.changed()
  }

  /** Rewrites the journal as what it adds up to; finished purposes beyond `keepDone` are forgotten, oldest first. */
  async compact(keepDone: number): Promise<void> {
    this.state.forget(keepDone)
    await this.deps.journal.rewrite(this.state.compact().map(encodeRecord))
    this.appended = 0
  }

  changed(): void {
    for (const listener of this.listeners) listener()
  }

  async crashPoint(point: CrashPoint): Promise<void> {
    await this.deps.crashPoint?.(point)
  }
}
