import { assetManagerAbi } from '../../../shared/contracts/abi/asset-manager.ts'
import { colosseumAbi } from '../../../shared/contracts/abi/colosseum.ts'
import { l2OutputOracleAbi } from '../../../shared/contracts/abi/l2-output-oracle.ts'
import { validatorManagerAbi } from '../../../shared/contracts/abi/validator-manager.ts'
import type { ContractAddresses } from '../../../shared/contracts/networks.ts'
import { type ChallengeStatus, challengeStatuses } from '../../../shared/domain/challenge.ts'
import type { Address, Hash } from '../../../shared/domain/hex.ts'
import { validatorStatuses } from '../../../shared/domain/validator.ts'
import { AppError } from '../../../shared/errors.ts'
import { lookAt, readOf } from '../chain/look.ts'
import type { ProtocolConstants } from '../chain/protocol-constants.ts'
import type { RpcPool } from '../chain/types.ts'
import type { ChallengeTerms, DisputedOutput, Game, OutputView } from './view.ts'

/** One L1 block: what was read is true at its end. `parent` is a block that a transaction may name as known. */
export type ReadAt = { blockNumber: bigint; readAtSec: number; parent: { number: bigint; hash: Hash } }
export type GameReading = ReadAt & { status: ChallengeStatus; game: Game | null; output: DisputedOutput }
export type OutputReading = ReadAt & Pick<OutputView, 'output' | 'previous' | 'ownStatus' | 'validator'>

export type ChallengeReads = {
  /** One request. Throws the pool's errors, CONTRACT_REVERT, CONTRACT_NO_ANSWER, RPC_BAD_ANSWER. */
  game(id: { outputIndex: bigint; challenger: Address }, signal: AbortSignal): Promise<GameReading>
  /** One request; the same errors. */
  output(outputIndex: bigint, signal: AbortSignal): Promise<OutputReading>
}

type Deps = {
  pool: RpcPool
  addresses: ContractAddresses
  constants: Pick<ProtocolConstants, 'multicall'>
  account: Address
}

/** Reads games and outputs, each at one L1 block with one eth_call. */
export function createChallengeReads({ pool, addresses, constants, account }: Deps): ChallengeReads {
  const colosseum = readOf('Colosseum', addresses.Colosseum, colosseumAbi)
  const oracle = readOf('L2OutputOracle', addresses.L2OutputOracle, l2OutputOracleAbi)
  const manager = readOf('ValidatorManager', addresses.ValidatorManager, validatorManagerAbi)
  const assets = readOf('AssetManager', addresses.AssetManager, assetManagerAbi)
  const shared = { pool, multicall: constants.multicall, account, reason: 'dispute' } as const

  return {
    async game({ outputIndex, challenger }, signal) {
      const reads = {
        status: colosseum('getStatus', outputIndex, challenger),
        game: colosseum('getChallenge', outputIndex, challenger),
        output: oracle('getL2Output', outputIndex)
      }
      const look = await lookAt({ ...shared, reads, signal })
      const { status, game, output } = look.values
      return {
        ...readAt(look),
        status: statusOf(status),
        game: game.turn === 0 ? null : gameOf(game),
        output: outputOf(output)
      }
    },
    async output(outputIndex, signal) {
      const reads = {
        output: oracle('getL2Output', outputIndex),
        previous: oracle('getL2Output', outputIndex > 0n ? outputIndex - 1n : 0n),
        ownStatus: colosseum('getStatus', outputIndex, account),
        status: manager('getStatus', account),
        inJail: manager('inJail', account),
        free: assets('totalValidatorKroNotBonded', account)
      }
      const look = await lookAt({ ...shared, reads, signal })
      const { output, previous, ownStatus, status, inJail, free } = look.values
      return {
        ...readAt(look),
        output: outputOf(output),
        previous: outputIndex > 0n ? outputOf(previous) : null,
        ownStatus: statusOf(ownStatus),
        validator: {
          status: validatorStatuses[status] ?? refuse('ValidatorManager.getStatus'),
          inJail,
          freeKroWei: free
        }
      }
    }
  }
}

type TermsInput = { pool: RpcPool; addresses: ContractAddresses; constants: ProtocolConstants; signal: AbortSignal }
const mostTurns = 12

/** The rules of games on this deployment: one request for the cuts, the rest is known. Throws SEGMENTS_UNKNOWN when the cuts are not what a game can be played with, besides the errors of a look. */
export async function readChallengeTerms({ pool, addresses, constants, signal }: TermsInput): Promise<ChallengeTerms> {
  const colosseum = readOf('Colosseum', addresses.Colosseum, colosseumAbi)
  const reads = Object.fromEntries(
    Array.from({ length: mostTurns }, (_, i) => [`turn${i + 1}`, colosseum('segmentsLengths', BigInt(i))])
  )
  const { multicall } = constants
  const look = await lookAt({ pool, multicall, account: null, reads, reason: 'gate', signal })
  const lengths = Object.values(look.values).map(Number)
  const turns = lengths.indexOf(0)
  return {
    segmentsLengths: checkedLengths(lengths.slice(0, turns < 0 ? mostTurns : turns), constants.submissionInterval),
    submissionInterval: constants.submissionInterval,
    creationPeriodSec: constants.creationPeriodSec,
    bisectionTimeoutSec: constants.bisectionTimeoutSec,
    provingTimeoutSec: constants.provingTimeoutSec,
    finalizationPeriodSec: constants.finalizationPeriodSec,
    mptFirstOutputIndex: constants.mptFirstOutputIndex,
    bondWei: constants.bondWei
  }
}

/** `Colosseum.initialize`: an even number of turns that together cut the interval into single blocks. */
export function checkedLengths(lengths: readonly number[], interval: bigint): ChallengeTerms['segmentsLengths'] {
  const [first, ...rest] = lengths
  const parts = lengths.reduce((product, length) => product * BigInt(length - 1), 1n)
  if (first !== undefined && lengths.length % 2 === 0 && parts === interval) return [first, ...rest]
  throw new AppError(
    { code: 'SEGMENTS_UNKNOWN', lengths: lengths.join(','), interval },
    { message: `Colosseum cuts disputes into ${lengths.join(', ')} hashes, which this app cannot play.` }
  )
}

type RawGame = {
  turn: number
  timeoutAt: bigint
  asserter: Address
  challenger: Address
  segments: readonly Hash[]
  segSize: bigint
  segStart: bigint
  l1Head: Hash
}

const gameOf = ({ timeoutAt, ...game }: RawGame): Game => ({ ...game, timeoutAtSec: Number(timeoutAt) })

type RawOutput = { submitter: Address; outputRoot: Hash; timestamp: bigint; l2BlockNumber: bigint }

const outputOf = ({ submitter, outputRoot: root, timestamp, l2BlockNumber }: RawOutput): DisputedOutput => ({
  submitter,
  root,
  timestampSec: Number(timestamp),
  l2BlockNumber
})

type Looked = { blockNumber: bigint; timestampSec: number; parentHash: Hash }

const readAt = ({ blockNumber, timestampSec: readAtSec, parentHash: hash }: Looked): ReadAt => ({
  blockNumber,
  readAtSec,
  parent: { number: blockNumber - 1n, hash }
})

const statusOf = (value: number): ChallengeStatus => challengeStatuses[value] ?? refuse('Colosseum.getStatus')

function refuse(call: string): never {
  throw new AppError({ code: 'RPC_BAD_ANSWER', method: 'eth_call', call }, { retryable: true })
}
