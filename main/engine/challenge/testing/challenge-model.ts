import type { ChallengeStatus } from '../../../../shared/domain/challenge.ts'
import type { Address, Hash } from '../../../../shared/domain/hex.ts'
import { isDeleted } from '../duty.ts'
import type { ChallengeTerms, DisputedOutput, Game } from '../view.ts'
import { deletedRoot } from './example-view.ts'

export type ModelAccount = { kroWei: bigint; bondedWei: bigint; jailedUntilSec: number }
type Step = { source: Hash; destination: Hash }
type Options = {
  terms: ChallengeTerms
  trueRoot: (block: bigint) => Hash
  accounts: Record<Address, bigint>
  nowSec: number
}

const gameKey = (index: bigint, challenger: Address): string => `${index}:${challenger}`

/** Thrown with the contract's error name: the transaction would have been mined and reverted. */
export class ModelRevert extends Error {}
const refuse = (when: boolean, name: string): void => {
  if (when) throw new ModelRevert(name)
}

/**
 * Colosseum, its bonds and its jail in memory, by the rules of protocol.md section 4, written without the engine's code (but for the word "deleted"),
 * so that both can be held against each other. Time is that of the block in which a call is made.
 */
export class ChallengeModel {
  nowSec: number
  readonly terms: ChallengeTerms
  readonly accounts = new Map<Address, ModelAccount>()
  readonly outputs = new Map<bigint, DisputedOutput>()
  readonly games = new Map<string, Game>()
  readonly dismissed = new Set<bigint>()
  readonly #trueRoot: (block: bigint) => Hash
  readonly #before = new Map<bigint, DisputedOutput>()

  constructor({ terms, trueRoot, accounts, nowSec }: Options) {
    this.terms = terms
    this.nowSec = nowSec
    this.#trueRoot = trueRoot
    for (const [address, kroWei] of Object.entries(accounts))
      this.accounts.set(address as Address, { kroWei, bondedWei: 0n, jailedUntilSec: 0 })
  }

  account(address: Address): ModelAccount {
    const found = this.accounts.get(address)
    if (!found) throw new Error(`no account ${address}`)
    return found
  }

  output(index: bigint): DisputedOutput {
    const found = this.outputs.get(index)
    if (!found) throw new Error(`no output ${index}`)
    return found
  }

  game = (index: bigint, challenger: Address): Game | null => this.games.get(gameKey(index, challenger)) ?? null

  isActive = (address: Address): boolean =>
    this.account(address).kroWei >= 2n * this.terms.bondWei && !this.inJail(address)
  inJail = (address: Address): boolean => this.account(address).jailedUntilSec > this.nowSec
  freeWei = (address: Address): bigint => this.account(address).kroWei - this.account(address).bondedWei

  status(index: bigint, challenger: Address): ChallengeStatus {
    const game = this.game(index, challenger)
    if (!game) return 'NONE'
    const challengersMove = game.turn % 2 === 0
    if (this.nowSec > game.timeoutAtSec) {
      const chance = !challengersMove && this.nowSec <= game.timeoutAtSec + this.terms.provingTimeoutSec
      return chance ? 'ASSERTER_TIMEOUT' : 'CHALLENGER_TIMEOUT'
    }
    if (this.#part(game) <= 1n) return 'READY_TO_PROVE'
    return challengersMove ? 'CHALLENGER_TURN' : 'ASSERTER_TURN'
  }

  submit(by: Address, index: bigint, root: Hash): void {
    this.#bond(by)
    const l2BlockNumber = index * this.terms.submissionInterval
    this.outputs.set(index, { submitter: by, root, timestampSec: this.nowSec, l2BlockNumber })
  }

  create(by: Address, index: bigint, segments: readonly Hash[]): void {
    const output = this.output(index)
    refuse(index === 0n, 'NotAllowedGenesisOutput')
    refuse(index === this.terms.mptFirstOutputIndex, 'MptFirstOutputRestricted')
    refuse(!this.isActive(by), 'ImproperValidatorStatus')
    const status = this.status(index, by)
    refuse(status !== 'NONE' && status !== 'CHALLENGER_TIMEOUT', 'ImproperChallengeStatus')
    if (status === 'CHALLENGER_TIMEOUT') this.challengerTimeout(index, by)
    refuse(this.nowSec > output.timestampSec + this.terms.creationPeriodSec, 'CreationPeriodPassed')
    refuse(isDeleted(output), 'OutputAlreadyDeleted')
    refuse(output.submitter === by, 'NotAllowedCaller')
    const previous = this.output(index - 1n)
    this.#check({ turn: 1, segments, agreed: isDeleted(previous) ? segments[0] : previous.root, disputed: output.root })
    this.#bond(by)
    const game: Game = {
      ...{ turn: 1, timeoutAtSec: 0, asserter: output.submitter, challenger: by, segments },
      segStart: output.l2BlockNumber - this.terms.submissionInterval,
      segSize: this.terms.submissionInterval,
      l1Head: deletedRoot
    }
    this.games.set(gameKey(index, by), this.#timed(game))
  }

  bisect(
    by: Address,
    { index, challenger, pos, segments }: { index: bigint; challenger: Address; pos: number; segments: readonly Hash[] }
  ): void {
    const game = this.#open(index, challenger)
    if (this.#cancelled(by, index, game)) return
    const status = this.status(index, challenger)
    const player = status === 'ASSERTER_TURN' ? game.asserter : status === 'CHALLENGER_TURN' ? game.challenger : null
    refuse(player !== by, 'NotAllowedCaller')
    refuse(pos + 1 >= game.segments.length, 'Panic(0x32)')
    const turn = game.turn + 1
    this.#check({ turn, segments, agreed: game.segments[pos], disputed: game.segments[pos + 1] })
    const part = this.#part(game)
    const next = { ...game, turn, segments, segStart: game.segStart + BigInt(pos) * part, segSize: part }
    this.games.set(gameKey(index, challenger), this.#timed(next))
  }

  /** A proof holds when it is about the true chain and about exactly the step that is open. */
  prove(by: Address, { index, pos, step }: { index: bigint; pos: number; step: Step }): void {
    const game = this.#open(index, by)
    if (this.#cancelled(by, index, game)) return
    const status = this.status(index, by)
    refuse(status !== 'READY_TO_PROVE' && status !== 'ASSERTER_TIMEOUT', 'ImproperChallengeStatus')
    const part = this.#part(game)
    const block = game.segStart + BigInt(pos) * part
    refuse(step.source !== game.segments[pos], 'SrcOutputMismatched')
    refuse(part <= 1n && step.destination === game.segments[pos + 1], 'DstOutputMatched')
    refuse(step.source !== this.#trueRoot(block) || step.destination !== this.#trueRoot(block + 1n), 'InvalidZkProof')
    const output = this.output(index)
    this.#before.set(index, output)
    this.games.delete(gameKey(index, by))
    this.#slash(game.asserter)
    this.outputs.set(index, { ...output, root: deletedRoot, submitter: by })
  }

  challengerTimeout(index: bigint, challenger: Address): void {
    refuse(this.status(index, challenger) !== 'CHALLENGER_TIMEOUT', 'ImproperChallengeStatus')
    this.games.delete(gameKey(index, challenger))
    this.#slash(challenger)
  }

  cancel(by: Address, index: bigint): void {
    const game = this.game(index, by)
    refuse(!game || !isDeleted(this.output(index)), 'CannotCancelChallenge')
    if (game) this.#cancelled(by, index, game)
  }

  forceDelete(index: bigint): void {
    const output = this.output(index)
    this.#refuseFinal(index)
    this.#slash(output.submitter)
    this.outputs.set(index, { ...output, root: deletedRoot })
  }

  /** The council takes a proof back: the output returns, the asserter gets its bond, the challenger loses. */
  dismiss(index: bigint, challenger: Address): void {
    this.#refuseFinal(index)
    const before = this.#before.get(index)
    if (!before) throw new ModelRevert('OutputNotDeleted')
    this.outputs.set(index, before)
    const asserter = this.account(before.submitter)
    asserter.kroWei += this.terms.bondWei
    asserter.bondedWei += this.terms.bondWei
    asserter.jailedUntilSec = 0
    this.dismissed.add(index)
    this.#slash(challenger)
  }

  #open(index: bigint, challenger: Address): Game {
    this.#refuseFinal(index)
    const game = this.game(index, challenger)
    if (!game) throw new ModelRevert('ImproperChallengeStatus')
    return game
  }

  #refuseFinal(index: bigint): void {
    refuse(this.nowSec >= this.output(index).timestampSec + this.terms.finalizationPeriodSec, 'OutputAlreadyFinalized')
  }

  #cancelled(by: Address, index: bigint, game: Game): boolean {
    if (!isDeleted(this.output(index))) return false
    refuse(by !== game.challenger, 'OnlyChallengerCanCancel')
    refuse(this.status(index, by) === 'CHALLENGER_TIMEOUT', 'ImproperChallengeStatusToCancel')
    this.games.delete(gameKey(index, by))
    this.account(by).bondedWei -= this.terms.bondWei
    return true
  }

  #part = (game: Game): bigint => game.segSize / BigInt((this.terms.segmentsLengths[game.turn - 1] ?? 2) - 1)

  #timed(game: Game): Game {
    const { provingTimeoutSec, bisectionTimeoutSec } = this.terms
    return { ...game, timeoutAtSec: this.nowSec + (this.#part(game) <= 1n ? provingTimeoutSec : bisectionTimeoutSec) }
  }

  #check({
    turn,
    segments,
    agreed,
    disputed
  }: {
    turn: number
    segments: readonly Hash[]
    agreed: Hash | undefined
    disputed: Hash | undefined
  }): void {
    refuse(segments.length !== this.terms.segmentsLengths[turn - 1], 'InvalidSegmentsLength')
    refuse(segments[0] !== agreed, 'FirstSegmentMismatched')
    refuse(segments.at(-1) === disputed, 'LastSegmentMatched')
  }

  #bond(by: Address): void {
    refuse(this.freeWei(by) < this.terms.bondWei, 'InsufficientAsset')
    this.account(by).bondedWei += this.terms.bondWei
  }

  #slash(loser: Address): void {
    const account = this.account(loser)
    account.kroWei -= this.terms.bondWei
    account.bondedWei -= this.terms.bondWei
    account.jailedUntilSec = Math.max(this.nowSec, account.jailedUntilSec) + 604_800
  }
}
