import type { ChallengeDecision } from '../../../../shared/domain/challenge.ts'
import type { Address, Hash } from '../../../../shared/domain/hex.ts'
import { decideChallenge, nextCut, rootsWanted } from '../decide.ts'
import { decideOutput, rootsForCreation } from '../decide-output.ts'
import type { ChallengePolicy, ChallengeView, OutputView, OwnRoots } from '../view.ts'
import { type ChallengeModel, ModelRevert } from './challenge-model.ts'
import { exampleSchedule } from './example-view.ts'

export type RootOf = (block: bigint) => Hash
/** A call that a player wants in the next block; `purpose` names it once and for all. */
export type ModelMove = {
  by: Address
  purpose: string
  run: (model: ChallengeModel) => void
  deadlineSec: number | null
}
/** What a player sends after it has seen the newest block. */
export type Player = { account: Address; moves(model: ChallengeModel, nowSec: number): ModelMove[] }

type Games = { index: bigint; challenger: Address }
const unbound = { canSign: true, signingPaused: false, pending: false, refusal: null }

/** The world as the engine's loader would show it, with the roots of one's own node. */
export function viewFromModel(
  model: ChallengeModel,
  me: { account: Address; root: RootOf },
  { index, challenger }: Games,
  input: { nowSec: number; policy: ChallengePolicy }
): ChallengeView {
  const bare: ChallengeView = {
    ...{ ...unbound, readAtSec: model.nowSec, outputIndex: index, account: me.account, terms: model.terms },
    ...{ output: model.output(index), challenger, status: model.status(index, challenger) },
    ...{ game: model.game(index, challenger), schedule: exampleSchedule, proof: null, own: { kind: 'not-asked' } }
  }
  const asked = { view: bare, ...input }
  const current = rootsWanted(asked)?.map(me.root)
  if (!current) return bare
  const next = nextCut(asked, current)?.map(me.root) ?? null
  return { ...bare, own: { kind: 'known', current, next, disagreement: null } }
}

export function outputViewFromModel(
  model: ChallengeModel,
  me: { account: Address; root: RootOf },
  index: bigint,
  input: { nowSec: number; policy: ChallengePolicy }
): OutputView {
  const bare: OutputView = {
    ...{ ...unbound, readAtSec: model.nowSec, outputIndex: index, account: me.account, terms: model.terms },
    ...{ output: model.output(index), previous: index > 0n ? model.output(index - 1n) : null },
    ...{
      ownStatus: model.status(index, me.account),
      dismissed: model.dismissed.has(index),
      lostBefore: false,
      own: { kind: 'not-asked' }
    },
    validator: {
      status: model.isActive(me.account) ? 'ACTIVE' : 'READY',
      inJail: model.inJail(me.account),
      freeKroWei: model.freeWei(me.account)
    }
  }
  const current = rootsForCreation({ view: bare, ...input })?.map(me.root)
  const own: OwnRoots = current ? { kind: 'known', current, next: null, disagreement: null } : bare.own
  return { ...bare, own }
}

const game = (model: ChallengeModel): Games[] =>
  [...model.games.values()].map(({ challenger, segStart }) => ({
    challenger,
    index: segStart / model.terms.submissionInterval + 1n
  }))

type Deciding = { account: Address; root: RootOf; policy: ChallengePolicy; onDecision?: (d: ChallengeDecision) => void }

/** Plays with the engine's deciders over the roots it believes in: honest over the true ones, a consistent liar over its own. */
export function decidingPlayer(me: Deciding): Player {
  return {
    account: me.account,
    moves: (model, nowSec) => [
      ...game(model).flatMap((g) => gameMoves(me, model, g, nowSec)),
      ...[...model.outputs.keys()].flatMap((index) => creationMoves(me, model, index, nowSec))
    ]
  }
}

function gameMoves(me: Deciding, model: ChallengeModel, g: Games, nowSec: number): ModelMove[] {
  const { policy, account: by } = me
  const { index, challenger } = g
  const view = viewFromModel(model, me, g, { nowSec, policy })
  const decision = decideChallenge({ view, nowSec, policy })
  me.onDecision?.(decision)
  if (decision.kind !== 'act' || !view.game) return []
  const { action, deadlineSec } = decision
  const pos = decision.pos ?? 0
  const { turn } = view.game
  const own = view.own.kind === 'known' ? view.own : null
  const target = decision.proof?.targetBlock ?? 0n
  const step = { source: me.root(target - 1n), destination: me.root(target) }
  switch (action) {
    case 'bisect': {
      const segments = own?.next ?? []
      const run = (m: ChallengeModel) => m.bisect(by, { index, challenger, pos, segments })
      return [{ by, purpose: `bisect:${index}:${challenger}:${turn + 1}`, deadlineSec, run }]
    }
    case 'prove':
      return [
        { by, purpose: `prove:${index}:${challenger}`, deadlineSec, run: (m) => m.prove(by, { index, pos, step }) }
      ]
    case 'cancel':
      return [{ by, purpose: `cancel-challenge:${index}`, deadlineSec, run: (m) => m.cancel(by, index) }]
    default:
      return [
        {
          by,
          purpose: `challenger-timeout:${index}:${challenger}`,
          deadlineSec,
          run: (m) => m.challengerTimeout(index, challenger)
        }
      ]
  }
}

function creationMoves(me: Deciding, model: ChallengeModel, index: bigint, nowSec: number): ModelMove[] {
  const { policy, account: by } = me
  const view = outputViewFromModel(model, me, index, { nowSec, policy })
  const decision = decideOutput({ view, nowSec, policy })
  if (decision.kind !== 'act' || view.own.kind !== 'known') return []
  const { current } = view.own
  return [
    {
      by,
      purpose: `create-challenge:${index}`,
      deadlineSec: decision.deadlineSec,
      run: (m) => m.create(by, index, current)
    }
  ]
}

/** Holds moves back: all of some purposes for ever, or each until the last block in which it stands. */
export function reluctant(player: Player, how: { drops?: RegExp; lastMinuteSec?: number }): Player {
  return {
    account: player.account,
    moves: (model, nowSec) =>
      player.moves(model, nowSec).filter(({ purpose, deadlineSec }) => {
        if (how.drops?.test(purpose)) return false
        return how.lastMinuteSec === undefined || deadlineSec === null || deadlineSec - model.nowSec < how.lastMinuteSec
      })
  }
}

export type Played = { by: Address; purpose: string; atSec: number; revert: string | null }

/** Block after block: every player looks at the newest one, and what they send is mined in the next, in their order. */
export function playBlocks(
  model: ChallengeModel,
  players: readonly Player[],
  { blockSec, untilSec }: { blockSec: number; untilSec: number }
): Played[] {
  const played: Played[] = []
  while (model.nowSec < untilSec) {
    const nowSec = model.nowSec + 1
    const moves = players.flatMap((player) => player.moves(model, nowSec))
    model.nowSec += blockSec
    for (const { by, purpose, run } of moves) {
      const revert = reverted(() => run(model))
      played.push({ by, purpose, atSec: model.nowSec, revert })
    }
  }
  return played
}

function reverted(run: () => void): string | null {
  try {
    run()
    return null
  } catch (error) {
    if (error instanceof ModelRevert) return error.message
    throw error
  }
}
