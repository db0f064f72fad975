import type { ChallengeRole, ChallengeStatus } from '../../../../shared/domain/challenge.ts'
import type { Address, Hash } from '../../../../shared/domain/hex.ts'
import type { ChallengePolicy, ChallengeTerms, ChallengeView, Game, L2Schedule, OutputView } from '../view.ts'

/** Addresses, roots and views for tests. Output 3 covers blocks 80 to 120 and was submitted at second 10,000; its blocks from 97 on are wrong. */
export const asserter: Address = `0x${'aa'.repeat(20)}`
export const challenger: Address = `0x${'cc'.repeat(20)}`
export const bystander: Address = `0x${'bb'.repeat(20)}`
export const deletedRoot: Hash = `0x${'0'.repeat(64)}`

export const firstWrong = 97n
const word = (mark: string, block: bigint): Hash => `0x${mark.padEnd(32, '0')}${block.toString(16).padStart(32, '0')}`
/** The root that honest nodes have. */
export const trueRoot = (block: bigint): Hash => word('aa', block)
/** What the dishonest side claims. */
export const claimedRoot = (block: bigint): Hash => (block < firstWrong ? trueRoot(block) : word('ee', block))

export const exampleTerms: ChallengeTerms = {
  segmentsLengths: [6, 3, 3, 3],
  submissionInterval: 40n,
  creationPeriodSec: 7_200,
  bisectionTimeoutSec: 600,
  provingTimeoutSec: 1_200,
  finalizationPeriodSec: 10_000,
  mptFirstOutputIndex: 1_000n,
  bondWei: 5_000n
}

/** The fork is at block 1,000. */
export const exampleSchedule: L2Schedule = {
  blockTimeSec: 1,
  kromaMptTimeSec: 6_000,
  genesisL2Number: 0n,
  genesisL2TimeSec: 5_000
}

export const examplePolicy: ChallengePolicy = {
  submitter: true,
  challenger: true,
  provers: { zkevm: true, zkvm: true },
  closeForOthers: false,
  l1BlockTimeSec: 12,
  safetyLookSec: 300,
  insistSec: 300,
  retrySec: 15
}

const output = { submitter: asserter, root: claimedRoot(120n), timestampSec: 10_000, l2BlockNumber: 120n }
const cut = (blocks: readonly bigint[], root: (block: bigint) => Hash): Hash[] => blocks.map(root)

/** The game of a liar (asserter) and an honest challenger at each status, as the contract would hold it. */
export const games: Record<ChallengeStatus, Game | null> = {
  NONE: null,
  ASSERTER_TURN: game(1, 11_600, cut([80n, 88n, 96n, 104n, 112n, 120n], trueRoot), 80n, 40n),
  CHALLENGER_TURN: game(2, 11_600, cut([96n, 100n, 104n], claimedRoot), 96n, 8n),
  READY_TO_PROVE: game(4, 12_200, cut([96n, 97n, 98n], claimedRoot), 96n, 2n),
  ASSERTER_TIMEOUT: game(1, 10_900, cut([80n, 88n, 96n, 104n, 112n, 120n], trueRoot), 80n, 40n),
  CHALLENGER_TIMEOUT: game(2, 10_900, cut([96n, 100n, 104n], claimedRoot), 96n, 8n)
}

function game(turn: number, timeoutAtSec: number, segments: Hash[], segStart: bigint, segSize: bigint): Game {
  return { turn, timeoutAtSec, asserter, challenger, segments, segStart, segSize, l1Head: `0x${'11'.repeat(32)}` }
}

const accounts: Record<ChallengeRole, Address> = { asserter, challenger, watcher: bystander }

/** Second 11,000 of a game at this status, seen by this role, with the roots that it believes in. */
export function exampleView(status: ChallengeStatus, role: ChallengeRole): ChallengeView {
  const root = role === 'asserter' ? claimedRoot : trueRoot
  return {
    readAtSec: 11_000,
    outputIndex: 3n,
    account: accounts[role],
    canSign: true,
    signingPaused: false,
    pending: false,
    refusal: null,
    terms: exampleTerms,
    output,
    challenger,
    status,
    game: games[status],
    schedule: exampleSchedule,
    proof: null,
    own: { kind: 'known', current: ownBlocks[status].map(root), next: nextBlocks[status].map(root), disagreement: null }
  }
}

const ownBlocks: Record<ChallengeStatus, bigint[]> = {
  NONE: [],
  ASSERTER_TURN: [80n, 88n, 96n, 104n, 112n, 120n],
  CHALLENGER_TURN: [96n, 100n, 104n],
  READY_TO_PROVE: [96n, 97n, 98n],
  ASSERTER_TIMEOUT: [80n, 81n],
  CHALLENGER_TIMEOUT: []
}
const nextBlocks: Record<ChallengeStatus, bigint[]> = {
  ...{ NONE: [], READY_TO_PROVE: [], ASSERTER_TIMEOUT: [], CHALLENGER_TIMEOUT: [] },
  ASSERTER_TURN: [96n, 100n, 104n],
  CHALLENGER_TURN: [96n, 98n, 100n]
}

/** A wrong output that the account may challenge. */
export const exampleOutput: OutputView = {
  readAtSec: 11_000,
  outputIndex: 3n,
  account: challenger,
  canSign: true,
  signingPaused: false,
  pending: false,
  refusal: null,
  terms: exampleTerms,
  output,
  previous: { submitter: bystander, root: trueRoot(80n), timestampSec: 9_960, l2BlockNumber: 80n },
  ownStatus: 'NONE',
  dismissed: false,
  lostBefore: false,
  validator: { status: 'ACTIVE', inJail: false, freeKroWei: 5_000n },
  own: { kind: 'known', current: ownBlocks.ASSERTER_TURN.map(trueRoot), next: null, disagreement: null }
}
