import type { EngineEvent } from '../../../shared/domain/engine-event.ts'
import { accountOf } from '../engine-parts.ts'
import type { ServicesInput } from '../engine-services.ts'
import { learnt } from '../gates/gate-context.ts'
import { createMoneyBook, type MoneyBook } from '../money/money-book.ts'
import type { NodeStatus } from '../node-status.ts'
import type { Service } from '../runtime/supervise.ts'
import { createMissedRounds, type MissedRounds } from './missed-rounds.ts'
import { createOutputBook, type OutputBook } from './output-book.ts'
import { createOutputsService } from './outputs-service.ts'
import { createVerdicts, type Verdicts } from './verdicts.ts'

export type Outputs = {
  service: Service
  verdicts: Verdicts
  /** Null where no account is kept of it. */
  money: MoneyBook | null
  book: OutputBook
  missed: MissedRounds
  changed: () => void
}

type Input = ServicesInput & { node: NodeStatus; onActivity: () => void }

/** Everything that watches all outputs: rows, payments, own verdicts, missed rounds. */
export function createOutputs({ run, parts, health, context, node, onActivity }: Input): Outputs {
  const { config, ports, events, memory } = run
  const { clock, history, key } = ports
  /** Outputs that came in while the engine watched, or since it last did. */
  const news = new Set<bigint>()
  const emit = (event: EngineEvent): void => {
    if (event.type === 'output.submitted') news.add(event.outputIndex)
    events.emit(event)
  }
  const constants = learnt(context, 'constants')
  const { finalizationPeriodSec, submissionInterval, l2BlockTimeSec, roundDurationSec } = constants

  const changed = (): void => {
    const nowSec = parts.heads.chainNowSec() ?? 0
    const { rows } = history.page({ before: null, limit: 50, mine: false })
    const invalid = rows.filter((r) => r.verdict === 'invalid' && !r.deleted && r.finalizedAtSec > nowSec)
    health.invalidOutputs(invalid.map((r) => r.index))
    memory.outputsChanged()
  }
  const missed = createMissedRounds({ history, emit })
  const book = createOutputBook({
    history,
    account: accountOf(key),
    finalizationPeriodSec,
    emit,
    onJailedForMiss: (outputIndex) => missed.jailedFor(outputIndex, constants.jailThreshold + 1)
  })
  const verdicts = createVerdicts({
    history,
    rollup: parts.rollup,
    clock,
    nodeHead: () => node.last()?.[config.l2Head === 'safe' ? 'safeL2' : 'finalizedL2'].number ?? null,
    emit: (event) => {
      if (event.verdict === 'invalid' || news.has(event.outputIndex)) emit(event)
    },
    onChange: changed
  })
  const getBlock = (signal: AbortSignal) => (number: bigint) => parts.block(number, signal)
  const money = ports.money
    ? createMoneyBook({
        port: ports.money,
        addresses: config.network.addresses,
        account: accountOf(key),
        clock,
        getBlock
      })
    : null
  const service = createOutputsService({
    book,
    history,
    clock,
    addresses: config.network.addresses,
    /** Final outputs are paid by the submission after next at the latest, unless submissions stop. */
    windowSec: finalizationPeriodSec + 2 * (Number(submissionInterval) * l2BlockTimeSec + roundDurationSec),
    owner: `${accountOf(key)} ${config.network.addresses.L2OutputOracle}`.toLowerCase(),
    watchLogs: parts.watchLogs,
    head: async (signal) => {
      const head = await parts.block('latest', signal)
      if (!head) throw new Error('a chain has a newest block')
      return head
    },
    getBlock,
    ...(money && { money }),
    submittersOf: parts.submittersOf,
    costOf: parts.costOf,
    onChange: () => {
      changed()
      verdicts.wake()
    },
    onActivity
  })
  return { service, verdicts, money, book, missed, changed }
}
