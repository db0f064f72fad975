import type { ChallengeRow } from '../../../shared/domain/challenge.ts'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import type { ProtocolConstants } from '../chain/protocol-constants.ts'
import type { ChainLog, RollupConfig } from '../chain/types.ts'
import { accountOf } from '../engine-parts.ts'
import type { ServicesInput } from '../engine-services.ts'
import { learnt } from '../gates/gate-context.ts'
import { windowStart } from '../outputs/scan-start.ts'
import { type Backoff, backoffMs } from '../runtime/backoff.ts'
import type { Service } from '../runtime/supervise.ts'
import { createChallengeBook } from './challenge-book.ts'
import { challengePolicy } from './challenge-policy.ts'
import type { ChallengeParts } from './connect-challenges.ts'
import { createChallengeLoader } from './load.ts'
import { type ChallengeMonitor, createChallengeMonitor } from './monitor.ts'
import { l2TimeSec } from './proof-kind.ts'
import { createRootSource, type RootSource, type SecondSource } from './root-source.ts'
import type { ChallengePolicy, ChallengeTerms } from './view.ts'

/** The engine's disputes. May be told of logs before it runs. */
export type Disputes = {
  service: Service
  onLogs(logs: readonly ChainLog[]): void
  onHead(): void
  /** Open games and the last ended ones, newest first. */
  rows(): ChallengeRow[]
}

const termsBackoff: Backoff = { baseMs: 1_000, maxMs: 30_000, resetAfterMs: 0, jitter: Math.random }
const noProver: ChallengePolicy['provers'] = { zkevm: false, zkvm: false }
const genesisKey = 'challenges.genesis'

/** The rollup configuration, read anew when it matters: operators move the fork's time with an upgrade. */
type Schedule = (options: { fresh: boolean; signal: AbortSignal }) => Promise<RollupConfig>
type Known = { constants: ProtocolConstants; schedule: Schedule; challenges: ChallengeParts }

/** The challenge monitor with its reads, roots, queue and provers, and what it tells the rest of the engine. Asserter duties go with the submitter role, challenger duties with the challenger role. */
export function createDisputes(input: ServicesInput, challenges: ChallengeParts): Disputes {
  const { run, context, health } = input
  const { clock, history } = run.ports
  const known: Known = {
    constants: learnt(context, 'constants'),
    schedule: scheduleOf(input, () => roots.forget()),
    challenges
  }
  const roots = rootSource(input, known)
  let early: ChainLog[] = []
  let monitor: ChallengeMonitor | null = null

  async function readTerms(signal: AbortSignal): Promise<ChallengeTerms> {
    for (let attempt = 1; ; attempt++) {
      try {
        await forgetOtherChain(input, signal)
        return await challenges.readTerms(known.constants, signal)
      } catch (error) {
        if (signal.aborted || error instanceof AbortedError || !(error instanceof AppError)) throw error
        health.fault('disputes', { code: error.code, message: `Disputes cannot be played: ${error.message}` })
        await clock.sleep(backoffMs(termsBackoff, attempt), signal)
      }
    }
  }

  const service: Service = {
    name: 'disputes',
    async run({ signal, ready }) {
      monitor ??= monitorOf(input, { ...known, roots, terms: await readTerms(signal) })
      health.fault('disputes', null)
      monitor.onLogs(early.splice(0))
      const own = monitor
      const off = run.events.on((event) => {
        if (event.type === 'output.verdict' && event.verdict === 'invalid') own.onInvalidOutput(event.outputIndex)
      })
      try {
        await own.run({ signal, ready })
      } finally {
        off()
      }
    }
  }
  return {
    service,
    onLogs(logs) {
      if (monitor) monitor.onLogs(logs)
      else early = [...early, ...logs]
    },
    onHead: () => monitor?.onHead(),
    rows: () => monitor?.rows() ?? history.challenges(20)
  }
}

/** Rows of another chain (a practice network made anew) are forgotten. */
async function forgetOtherChain({ run, parts }: ServicesInput, signal: AbortSignal): Promise<void> {
  const { history } = run.ports
  const genesis = await parts.block(0n, signal)
  if (!genesis || history.getMeta(genesisKey) === genesis.hash) return
  for (const row of history.challenges(Number.MAX_SAFE_INTEGER)) history.removeChallenge(row)
  history.setMeta(genesisKey, genesis.hash)
}

function scheduleOf({ context, parts }: ServicesInput, onForkMoved: () => void): Schedule {
  let known = learnt(context, 'rollupConfig')
  return async ({ fresh, signal }) => {
    if (!fresh) return known
    try {
      const now = await parts.rollup.rollupConfig(signal)
      if (now.kromaMptTimeSec !== known.kromaMptTimeSec) onForkMoved()
      known = now
    } catch (error) {
      if (signal.aborted || error instanceof AbortedError || !(error instanceof AppError)) throw error
    }
    return known
  }
}

function rootSource({ run, parts, health }: ServicesInput, { schedule }: Known): RootSource {
  const rootAt: SecondSource['rootAt'] = async (l2BlockNumber, { relearn, signal }) => {
    const config = await schedule({ fresh: relearn, signal })
    const { kromaMptTimeSec } = config
    const preMpt = kromaMptTimeSec === null || l2TimeSec(l2BlockNumber, config) < kromaMptTimeSec
    return parts.recomputeRoot({ l2BlockNumber, preMpt, signal })
  }
  return createRootSource({
    rollup: parts.rollup,
    clock: run.ports.clock,
    seconds: [{ name: 'L2 node', rootAt }, ...otherNodes(parts)],
    onSource: (source, error) =>
      health.fault(
        `disputes: ${source}`,
        error && {
          code: 'ROOT_UNCHECKED',
          message: `The ${source} gave no output root to compare with: ${error.message}`
        }
      )
  })
}

/** The second rollup node of the configuration, if there is one. */
const otherNodes = ({ secondRollup }: ServicesInput['parts']): SecondSource[] =>
  secondRollup
    ? [
        {
          name: 'second rollup node',
          rootAt: async (block, { signal }) => (await secondRollup.client.outputAtBlock(block, signal)).outputRoot
        }
      ]
    : []

type Playing = Known & { terms: ChallengeTerms; roots: RootSource }

function monitorOf({ run, parts, health }: ServicesInput, playing: Playing): ChallengeMonitor {
  const { config, ports, events, memory } = run
  const { clock, log, history, key } = ports
  const { constants, schedule, terms, roots, challenges } = playing
  const { prover } = parts
  const account = accountOf(key)
  const policy = challengePolicy({ config, constants, provers: prover?.kinds ?? noProver })
  const { addresses } = config.network
  const loader = createChallengeLoader({
    clock,
    reads: challenges.reads(constants),
    roots,
    account,
    canSign: key.kind === 'signer',
    terms,
    schedule,
    policy,
    chainNowSec: (readAtSec) => Math.max(readAtSec, Math.floor(parts.heads.chainNowSec() ?? 0))
  })
  const finalizedAtSec = (index: bigint): number | null => history.output(index)?.finalizedAtSec ?? null
  const book = createChallengeBook({
    addresses,
    account,
    terms,
    startingBlockNumber: constants.startingBlockNumber,
    finalizedAtSec
  })
  /** A lost game may be closed after finality too: as long as its longest turns last. */
  const windowSec = terms.finalizationPeriodSec + terms.provingTimeoutSec + 2 * terms.bisectionTimeoutSec
  return createChallengeMonitor({
    log,
    book,
    parts: {
      clock,
      loader,
      prover: prover ?? null,
      queue: parts.queue,
      addresses,
      policy,
      chainNowMs: () => {
        const head = parts.heads.head()
        return head && head.timestampSec * 1000 + (clock.now() - head.seenAtMs)
      }
    },
    history,
    windowSec,
    async scan(signal) {
      const head = await parts.block('latest', signal)
      if (!head) throw new AppError({ code: 'RPC_BAD_ANSWER', method: 'eth_getBlockByNumber' }, { retryable: true })
      const getBlock = (number: bigint) => parts.block(number, signal)
      const start = await windowStart({ head, windowSec, getBlock })
      return challenges.logsSince(start.number, signal)
    },
    invalidOutputs: () => standingInvalid(history, Math.floor(parts.heads.chainNowSec() ?? 0)),
    inputOf: challenges.inputOf,
    emit: (event) => events.emit(event),
    onAlert: (about, alert) => health.fault(`dispute ${about}`, alert && { ...alert, severity: 'critical' }),
    onChange: () => memory.touch()
  })
}

/** Outputs found wrong in an earlier run that are neither deleted nor final. */
function standingInvalid(history: ServicesInput['run']['ports']['history'], nowSec: number): bigint[] {
  const { rows } = history.page({ before: null, limit: 400, mine: false })
  return rows
    .filter(({ verdict, deleted, finalizedAtSec }) => verdict === 'invalid' && !deleted && finalizedAtSec > nowSec)
    .map(({ index }) => index)
}
