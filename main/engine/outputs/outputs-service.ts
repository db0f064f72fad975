import type { ContractAddresses } from '../../../shared/contracts/networks.ts'
import type { Address, Hash } from '../../../shared/domain/hex.ts'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import type { ChainLog } from '../chain/types.ts'
import type { MoneyBook } from '../money/money-book.ts'
import type { HistoryPort } from '../ports.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Service } from '../runtime/supervise.ts'
import { type Spawn, together } from '../runtime/together.ts'
import { createWaker } from '../runtime/waker.ts'
import type { Cost, OutputBook } from './output-book.ts'
import { fillOwnCosts } from './own-costs.ts'
import { protocolLog } from './protocol-log.ts'
import { type BlockRef, forgetFrom, type GetBlock, markScanned, scanStart } from './scan-start.ts'

/** Logs of the deployment's contracts from a block on: those of the past first, then as they happen; those marked `removed` undo. */
export type WatchLogs = (options: { fromBlock: bigint; onLogs: (logs: readonly ChainLog[]) => void }) => Service

/** The bond of a submission is logged in the same transaction: one that is still missing by then will not come. */
const bondComesWithinMs = 2_000

type Deps = {
  book: OutputBook
  history: HistoryPort
  clock: Clock
  addresses: ContractAddresses
  windowSec: number
  /** Whose rows they are: account and deployment. */
  owner: string
  watchLogs: WatchLogs
  head: (signal: AbortSignal) => Promise<BlockRef>
  getBlock: (signal: AbortSignal) => GetBlock
  /** `L2OutputOracle.getSubmitter` of several outputs in one request. */
  submittersOf: (indexes: readonly bigint[], signal: AbortSignal) => Promise<ReadonlyMap<bigint, Address>>
  costOf: (txHash: Hash, signal: AbortSignal) => Promise<Cost | null>
  money?: MoneyBook | undefined
  /** Rows changed. */
  onChange: () => void
  /** Something of the deployment happened on L1, now. */
  onActivity: () => void
}

/** Keeps the history of outputs in step with the chain: scans the finalization window, then follows the logs. */
export function createOutputsService(deps: Deps): Service {
  const { book, history, clock } = deps
  const openOutputs = createWaker(clock)

  function take(logs: readonly ChainLog[], silentUpTo: bigint): void {
    for (const log of logs) {
      deps.money?.takeLog(log)
      const known = protocolLog(log, deps.addresses)
      if (known) book.take([known], { silent: log.blockNumber <= silentUpTo })
    }
    const last = logs.findLast((log) => !log.removed)
    if (last && book.open().length === 0) markScanned(history, { number: last.blockNumber, hash: last.blockHash })
    if (book.open().length > 0) openOutputs.wake()
    deps.onChange()
    deps.onActivity()
  }

  async function settleOpen(signal: AbortSignal): Promise<void> {
    for (;;) {
      await openOutputs.wait(60_000, signal)
      const before = new Set(book.open())
      await clock.sleep(bondComesWithinMs, signal)
      const left = book.open().filter((index) => before.has(index))
      if (left.length === 0) continue
      book.settle(await deps.submittersOf(left, signal).catch((error) => noneUnlessBroken(error, signal)))
      deps.onChange()
    }
  }

  /** A listener has no caller to throw to: what breaks it ends the service. */
  const guarded = (spawn: Spawn, silentUpTo: bigint) => (logs: readonly ChainLog[]) => {
    try {
      take(logs, silentUpTo)
    } catch (error) {
      spawn(() => Promise.reject(error))
    }
  }

  async function follow(signal: AbortSignal, ready: () => void, spawn: Spawn): Promise<void> {
    const head = await deps.head(signal)
    const start = await scanStart({ ...deps, head, getBlock: deps.getBlock(signal) })
    if (!start.resumed) forgetFrom(history, start.fromBlock)
    if (start.fresh) deps.money?.restartFrom(null)
    else if (!start.resumed) deps.money?.restartFrom(start.fromBlock)
    const onLogs = guarded(spawn, start.resumed ? -1n : head.number)
    await deps.watchLogs({ fromBlock: start.fromBlock, onLogs }).run({ signal, ready })
  }

  async function costs(signal: AbortSignal): Promise<void> {
    await clock.sleep(bondComesWithinMs, signal)
    if ((await fillOwnCosts(deps, signal)) > 0) deps.onChange()
  }

  return {
    name: 'outputs',
    run: ({ signal, ready }) => together(signal, (inner, spawn) => follow(inner, ready, spawn), settleOpen, costs)
  }
}

function noneUnlessBroken(error: unknown, signal: AbortSignal): ReadonlyMap<bigint, Address> {
  if (signal.aborted || error instanceof AbortedError || !(error instanceof AppError)) throw error
  return new Map()
}
