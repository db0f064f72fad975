import type { EngineEvent } from '../../../shared/domain/engine-event.ts'
import type { Address, Hash } from '../../../shared/domain/hex.ts'
import type { OutputRow } from '../../../shared/domain/output.ts'
import type { ChainLog } from '../chain/types.ts'
import type { HistoryPort } from '../ports.ts'
import type { ProtocolEvent, ProtocolLog } from './protocol-log.ts'

type Submitted = { log: ChainLog; event: Extract<ProtocolEvent, { name: 'OutputSubmitted' }> }

/** A submission whose bond is still to come; what the same transaction paid is told after it. */
type Waiting = Submitted & { silent: boolean; afterwards: EngineEvent[] }

type Deps = {
  history: HistoryPort
  account: Address
  finalizationPeriodSec: number
  emit: (event: EngineEvent) => void
  /** This validator was jailed by the submission of another: it missed one round too many. */
  onJailedForMiss: (outputIndex: bigint) => void
}

export type OutputBook = {
  /** Takes logs in the order of the chain; `removed` ones undo. `silent` for logs that happened before anybody watched. */
  take(logs: readonly ProtocolLog[], opts: { silent: boolean }): void
  /** Outputs whose submitter no bond in their transaction told (V1, or a log that is still to come), by index. */
  open(): bigint[]
  /** Names the submitters of open outputs. */
  settle(submitters: ReadonlyMap<bigint, Address>): void
  /** What an own submission cost. It may be known before the log of the submission. */
  cost(txHash: Hash, cost: Cost): void
}
export type Cost = { gasUsed: bigint; feeWei: bigint }

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/** Turns logs into rows. The submitter comes without a request: the one bond of the submission's own transaction names it. */
export function createOutputBook(deps: Deps): OutputBook {
  const { history, account } = deps
  const waiting = new Map<Hash, Waiting>()
  let newest: { txHash: Hash; outputIndex: bigint } | null = null
  const costs = new Map<Hash, Cost>()

  const enter = ({ log, event, silent, afterwards }: Waiting, submitter: Address): void => {
    waiting.delete(log.txHash)
    const before = history.output(event.outputIndex)
    const known = before !== null && before.txHash === log.txHash
    const row = { ...rowOf({ log, event, submitter, deps, before: known ? before : null }), ...costs.get(log.txHash) }
    history.upsertOutputs([row])
    costs.delete(log.txHash)
    if (!known && !silent) tellSubmitted(row)
    for (const later of afterwards) deps.emit(later)
  }

  const tellSubmitted = (row: OutputRow): void => {
    const { index: outputIndex, l2BlockNumber, root: outputRoot, txHash, mine } = row
    deps.emit({
      type: 'output.submitted',
      outputIndex,
      l2BlockNumber,
      outputRoot,
      txHash,
      submitter: row.submitter,
      mine
    })
  }

  const change = (index: bigint, patch: (row: OutputRow) => Partial<OutputRow>): OutputRow | null => {
    const row = history.output(index)
    if (!row) return null
    const next = { ...row, ...patch(row) }
    history.upsertOutputs([next])
    return next
  }

  const onReward = ({ log, event, silent }: Taken<'RewardDistributed'>): void => {
    const { outputIndex, validator, validatorRewardWei: rewardWei } = event
    const before = history.output(outputIndex)
    if (log.removed) {
      change(outputIndex, () => ({ rewardWei: null, paidAtSec: null }))
      return
    }
    const paidAtSec = paidAt(log, before)
    if (!change(outputIndex, () => ({ rewardWei, paidAtSec })) || silent || before?.rewardWei === rewardWei) return
    const paid: EngineEvent = { type: 'output.paid', outputIndex, submitter: validator, rewardWei }
    const submitted = waiting.get(log.txHash)
    if (submitted) submitted.afterwards.push(paid)
    else deps.emit(paid)
  }

  /** Payments happen inside a submission: its timestamp is theirs. */
  const paidAt = (log: ChainLog, before: OutputRow | null): number | null =>
    waiting.get(log.txHash)?.event.l1TimestampSec ?? before?.paidAtSec ?? null

  const onJailed = ({ log, event, silent }: Taken<'ValidatorJailed'>): void => {
    if (!same(event.validator, account) || log.removed || silent) return
    if (newest?.txHash === log.txHash) deps.onJailedForMiss(newest.outputIndex)
    deps.emit({ type: 'validator.jailed', expiresAtSec: event.expiresAtSec })
  }

  const onSubmitted = ({ log, event, silent }: Taken<'OutputSubmitted'>): void => {
    newest = { txHash: log.txHash, outputIndex: event.outputIndex }
    if (!log.removed) waiting.set(log.txHash, { log, event, silent, afterwards: [] })
    else takeBack(log, event.outputIndex)
  }

  /** The transaction may be mined again: what it cost is kept for then. */
  const takeBack = ({ txHash }: ChainLog, index: bigint): void => {
    waiting.delete(txHash)
    const row = history.output(index)
    if (row?.txHash !== txHash) return
    const { gasUsed, feeWei } = row
    if (gasUsed !== null && feeWei !== null) costs.set(txHash, { gasUsed, feeWei })
    history.removeOutputs([index])
  }

  const onBonded = ({ log, event }: Taken<'ValidatorKroBonded'>): void => {
    const submitted = waiting.get(log.txHash)
    if (submitted && !log.removed) enter(submitted, event.validator)
  }

  const onReplaced = ({ log, event }: Taken<'OutputReplaced'>): void => {
    change(event.outputIndex, () => ({ deleted: !log.removed && /^0x0+$/.test(event.root) }))
  }

  const onUnjailed = ({ log, event, silent }: Taken<'ValidatorUnjailed'>): void => {
    if (same(event.validator, account) && !log.removed && !silent) deps.emit({ type: 'validator.unjailed' })
  }

  const handlers: { [N in ProtocolEvent['name']]: (taken: Taken<N>) => void } = {
    OutputSubmitted: onSubmitted,
    ValidatorKroBonded: onBonded,
    RewardDistributed: onReward,
    OutputReplaced: onReplaced,
    ValidatorJailed: onJailed,
    ValidatorUnjailed: onUnjailed
  }
  const takeOne = (taken: Taken<ProtocolEvent['name']>): void => {
    const handle = handlers[taken.event.name] as (taken: Taken<ProtocolEvent['name']>) => void
    handle(taken)
  }

  return {
    take(logs, { silent }) {
      for (const { log, event } of logs) takeOne({ log, event, silent })
    },
    open: () => [...waiting.values()].map(({ event }) => event.outputIndex),
    settle(submitters) {
      for (const submitted of [...waiting.values()]) {
        const submitter = submitters.get(submitted.event.outputIndex)
        if (submitter) enter(submitted, submitter)
      }
    },
    cost(txHash, { gasUsed, feeWei }) {
      const cost = { gasUsed, feeWei }
      const row = history.page({ before: null, limit: 20, mine: true }).rows.find((r) => r.txHash === txHash)
      if (row) history.upsertOutputs([{ ...row, ...cost }])
      else costs.set(txHash, cost)
    }
  }
}

type Taken<N extends ProtocolEvent['name']> = {
  log: ChainLog
  event: Extract<ProtocolEvent, { name: N }>
  silent: boolean
}

type RowInput = Submitted & { submitter: Address; deps: Deps; before: OutputRow | null }

/** A row read again keeps what was learnt about it since. */
const rowOf = ({ log, event, submitter, deps, before }: RowInput): OutputRow => ({
  verdict: 'pending',
  deleted: false,
  rewardWei: null,
  paidAtSec: null,
  gasUsed: null,
  feeWei: null,
  ...before,
  index: event.outputIndex,
  l2BlockNumber: event.l2BlockNumber,
  root: event.root,
  submitter,
  mine: same(submitter, deps.account),
  submittedAtSec: event.l1TimestampSec,
  l1BlockNumber: log.blockNumber,
  txHash: log.txHash,
  finalizedAtSec: event.l1TimestampSec + deps.finalizationPeriodSec
})
