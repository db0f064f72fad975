import type { Address, Hash } from '../../../shared/domain/hex.ts'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import type { Clock } from '../runtime/clock.ts'
import { nextCut, rootsWanted } from './decide.ts'
import { rootsForCreation } from './decide-output.ts'
import { dutyOf } from './duty.ts'
import { createPurpose, movePurpose } from './purpose.ts'
import type { ChallengeReads, ReadAt } from './reads.ts'
import type { OwnRoot, RootMeter, RootSource } from './root-source.ts'
import type {
  ChallengePolicy,
  ChallengeTerms,
  ChallengeView,
  L2Schedule,
  OutputView,
  OwnMoves,
  ProofState
} from './view.ts'

export type LoadDeps = {
  clock: Clock
  reads: ChallengeReads
  roots: RootSource
  account: Address
  canSign: boolean
  terms: ChallengeTerms
  /** `fresh`: read anew, as the kind of a proof follows from it. */
  schedule: (options: { fresh: boolean; signal: AbortSignal }) => Promise<L2Schedule>
  policy: ChallengePolicy
  /** L1 chain time, or the argument while no newer head is known. */
  chainNowSec: (readAtSec: number) => number
}

/** The roots of the own node, with their blocks, that the view was made of. */
export type FoundRoots = { current: readonly OwnRoot[]; next: readonly OwnRoot[] | null }

/** One look: `nowSec` is L1 chain time at `atMs` of the own clock. `purpose` is that of the move that is due, if one is. */
export type Seen<V, P extends string | null = string | null> = {
  view: V
  at: ReadAt
  roots: FoundRoots | null
  purpose: P
  nowSec: number
  atMs: number
}
export type SeenGame = Seen<ChallengeView>
export type SeenOutput = Seen<OutputView, string>

export type GameQuestion = {
  outputIndex: bigint
  challenger: Address
  /** Which of this challenger's games on the output, from 1. */
  round: number
  /** What this process itself did about the move. */
  movesOf: (purpose: string | null) => OwnMoves
  proof: ProofState | null
  signal: AbortSignal
}
export type OutputQuestion = Pick<OutputView, 'outputIndex' | 'dismissed' | 'lostBefore'> & {
  movesOf: (purpose: string | null) => OwnMoves
  signal: AbortSignal
}

export type ChallengeLoader = {
  game(question: GameQuestion): Promise<SeenGame>
  output(question: OutputQuestion): Promise<SeenOutput>
  /** A reorganisation of L1 may have changed the own chain. */
  forgetRoots(): void
  /** Look-ups of own roots so far. */
  meter(): RootMeter
}

const unbound: OwnMoves = { pending: false, signingPaused: false, refusal: null }

/** Reads the world for one decision: one L1 request, and own roots only when they decide. Rejects when L1 cannot be read; roots that cannot be had are part of the view. */
export function createChallengeLoader(deps: LoadDeps): ChallengeLoader {
  const { clock, reads, roots, account, canSign, terms, policy } = deps
  const own = { kind: 'not-asked' } as const

  return {
    forgetRoots: () => roots.forget(),
    meter: () => roots.meter(),
    async game({ outputIndex, challenger, round, movesOf, proof, signal }) {
      const { status, game, output, ...at } = await reads.game({ outputIndex, challenger }, signal)
      const nowSec = deps.chainNowSec(at.readAtSec)
      const about = { readAtSec: at.readAtSec, outputIndex, account, canSign, terms, output, own }
      const schedule = await deps.schedule({ fresh: false, signal })
      const bare = { ...about, ...unbound, challenger, status, game, schedule, proof }
      const duty = dutyOf({ view: bare, nowSec, policy })
      const purpose = movePurpose({ outputIndex, challenger, round }, duty)
      const proves = duty.kind === 'prove' || duty.kind === 'prove-first'
      const known = proves ? { schedule: await deps.schedule({ fresh: true, signal }) } : {}
      const view = { ...bare, ...known, ...movesOf(purpose) }
      const input = { view, nowSec, policy }
      const found = await findRoots({
        roots,
        signal,
        blocks: rootsWanted(input),
        next: (current) => nextCut(input, current)
      })
      return { view: { ...view, own: found.own }, at, roots: found.roots, purpose, nowSec, atMs: clock.now() }
    },
    async output({ outputIndex, dismissed, lostBefore, movesOf, signal }) {
      const { output, previous, ownStatus, validator, ...at } = await reads.output(outputIndex, signal)
      const nowSec = deps.chainNowSec(at.readAtSec)
      const purpose = createPurpose(outputIndex)
      const about = { readAtSec: at.readAtSec, outputIndex, account, canSign, terms, output, own }
      const view = { ...about, ...movesOf(purpose), previous, ownStatus, dismissed, lostBefore, validator }
      const blocks = rootsForCreation({ view, nowSec, policy })
      const found = await findRoots({ roots, signal, blocks, next: () => null })
      return { view: { ...view, own: found.own }, at, roots: found.roots, purpose, nowSec, atMs: clock.now() }
    }
  }
}

type Finding = {
  roots: RootSource
  signal: AbortSignal
  blocks: readonly bigint[] | null
  next: (current: readonly Hash[]) => readonly bigint[] | null
}
type FoundOwn = { own: ChallengeView['own']; roots: FoundRoots | null }

/** Everything that would be sent or claimed is checked with the other sources. */
async function findRoots({ roots, signal, blocks, next }: Finding): Promise<FoundOwn> {
  if (blocks === null) return { own: { kind: 'not-asked' }, roots: null }
  try {
    const current = await roots.roots(blocks, signal)
    const hashes = current.map(({ root }) => root)
    const cut = next(hashes)
    const after = cut && (await roots.roots(cut, signal))
    // The next cut holds both ends of the disputed part.
    const disagreement = await roots.check(after ?? current, signal)
    const own = { kind: 'known', current: hashes, next: after?.map(({ root }) => root) ?? null, disagreement } as const
    return { own, roots: { current, next: after } }
  } catch (error) {
    if (signal.aborted || error instanceof AbortedError || !(error instanceof AppError)) throw error
    return { own: { kind: 'unavailable', message: `${error.code}: ${error.message}` }, roots: null }
  }
}
