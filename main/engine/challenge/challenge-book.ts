import type { ContractAddresses } from '../../../shared/contracts/networks.ts'
import type { ChallengeRow } from '../../../shared/domain/challenge.ts'
import type { Address, Hash } from '../../../shared/domain/hex.ts'
import type { ChainLog } from '../chain/types.ts'
import { type ChallengeLog, challengeLog } from './challenge-log.ts'
import type { MoveDetails } from './move-details.ts'
import { type Timeline, timelinesOf } from './timeline.ts'
import type { ChallengeTerms } from './view.ts'

type Deps = {
  addresses: ContractAddresses
  account: Address
  terms: ChallengeTerms
  /** L2 block of output 0. */
  startingBlockNumber: bigint
  /** `finalizedAt` of an output; null while unknown. */
  finalizedAtSec: (outputIndex: bigint) => number | null
}

export type ChallengeBook = {
  /** Takes logs as they come; `removed` ones undo. Says which outputs they are about and their newest block. */
  take(logs: readonly ChainLog[]): { outputs: Set<bigint>; newestBlock: bigint }
  /** Moves whose transaction was not read yet. */
  unread(): Hash[]
  read(txHash: Hash, details: MoveDetails | null): void
  /** Every game known, in the order of creation per output. */
  timelines(nowSec: number): Timeline[]
  /** Whether the council gave this output back once, and whether an own challenge of it was lost by time. */
  past(outputIndex: bigint): { dismissed: boolean; lostBefore: boolean }
}

const withInput = new Set<ChallengeLog['event']['name']>(['ChallengeCreated', 'Bisected'])
const keyOf = ({ txHash, logIndex, blockHash }: ChainLog): string => `${blockHash}:${txHash}:${logIndex}`

const inOrder = (a: ChallengeLog, b: ChallengeLog): number =>
  a.log.blockNumber === b.log.blockNumber
    ? a.log.logIndex - b.log.logIndex
    : a.log.blockNumber < b.log.blockNumber
      ? -1
      : 1

/** The logs of all games, and what their transactions said. Rows are made of them anew each time: a reorganisation leaves nothing behind. */
export function createChallengeBook(deps: Deps): ChallengeBook {
  const byOutput = new Map<bigint, Map<string, ChallengeLog>>()
  const details = new Map<Hash, MoveDetails | null>()

  const takeOne = (known: ChallengeLog): void => {
    const { outputIndex } = known.event
    const logs = byOutput.get(outputIndex) ?? new Map<string, ChallengeLog>()
    byOutput.set(outputIndex, logs)
    if (known.log.removed) logs.delete(keyOf(known.log))
    else logs.set(keyOf(known.log), known)
  }

  const logsOf = (outputIndex: bigint): ChallengeLog[] => [...(byOutput.get(outputIndex)?.values() ?? [])].sort(inOrder)

  return {
    take(logs) {
      const known = logs.flatMap((log) => challengeLog(log, deps.addresses) ?? [])
      let newestBlock = 0n
      for (const one of known) {
        takeOne(one)
        if (one.log.blockNumber > newestBlock) newestBlock = one.log.blockNumber
      }
      return { outputs: new Set(known.map(({ event }) => event.outputIndex)), newestBlock }
    },
    unread() {
      const all = [...byOutput.values()].flatMap((logs) => [...logs.values()])
      const hashes = all.flatMap(({ event, log }) => (withInput.has(event.name) ? [log.txHash] : []))
      return [...new Set(hashes)].filter((hash) => !details.has(hash))
    },
    read: (txHash, told) => void details.set(txHash, told),
    timelines: (nowSec) =>
      [...byOutput.keys()].flatMap((outputIndex) =>
        timelinesOf({
          logs: logsOf(outputIndex),
          details: (hash) => details.get(hash) ?? null,
          account: deps.account,
          terms: deps.terms,
          l2BlockNumber: deps.startingBlockNumber + outputIndex * deps.terms.submissionInterval,
          finalizedAtSec: deps.finalizedAtSec(outputIndex),
          nowSec
        })
      ),
    past(outputIndex) {
      const events = logsOf(outputIndex).map(({ event }) => event)
      const account = deps.account.toLowerCase()
      return {
        dismissed: events.some(({ name }) => name === 'ChallengeDismissed'),
        lostBefore: events.some((event) => event.name === 'ChallengerTimedOut' && event.challenger === account)
      }
    }
  }
}

/** Which game a row is about. */
export const rowKey = ({
  outputIndex,
  challenger,
  createdAtSec
}: Pick<ChallengeRow, 'outputIndex' | 'challenger' | 'createdAtSec'>): string =>
  `${outputIndex}:${challenger.toLowerCase()}:${createdAtSec}`
