import { challengeStatuses } from '../../../shared/domain/challenge.ts'
import type { Address } from '../../../shared/domain/hex.ts'
import type { ChallengeStage } from './challenge-stage.ts'
import { expectEqual } from './drill.ts'
import { eventsOfGame, type GameId, minedTransactions, type ProtocolEvent, protocolEvents } from './l1-record.ts'

/** A step of a game with its second, e.g. `Bisected 2`. */
export type GameMove = { what: string; atSec: number | null }

/** Waits until the game has come to this status; resolves with true. Throws DRILL_FAILED with the status that it is in. */
export async function untilStatus(
  { driver, read }: ChallengeStage,
  { index, challenger }: GameId,
  wanted: readonly (typeof challengeStatuses)[number][]
): Promise<void> {
  let status: string | undefined
  await driver.until({ what: `${wanted.join(' or ')} over output ${index}`, stuck: () => `(${status})` }, async () => {
    status = challengeStatuses[await read.colosseum('getStatus', index, challenger)]
    return wanted.some((one) => one === status) ? true : null
  })
}

/** Waits until this turn was played. */
export async function untilTurn({ driver, read }: ChallengeStage, game: GameId, turn: number): Promise<void> {
  await driver.until({ what: `turn ${turn} over output ${game.index}` }, async () =>
    (await read.colosseum('getChallenge', game.index, game.challenger)).turn >= turn ? true : null
  )
}

/** Waits for an event of Colosseum in this game. */
export async function untilEvent(
  stage: ChallengeStage,
  game: GameId,
  eventName: ProtocolEvent['eventName']
): Promise<ProtocolEvent> {
  let seen: string[] = []
  return stage.driver.until(
    { what: `${eventName} over output ${game.index}`, stuck: () => `(${seen.join(', ')})` },
    async () => {
      const events = eventsOfGame(await protocolEvents(stage.network), game)
      seen = events.map(({ eventName: name }) => name)
      return events.find((event) => event.eventName === eventName) ?? null
    }
  )
}

/** The game went exactly like this on chain, and every turn was played in its time. Returns its moves with their seconds. */
export async function expectGame(
  stage: ChallengeStage,
  game: GameId,
  expected: readonly string[]
): Promise<GameMove[]> {
  const events = eventsOfGame(await protocolEvents(stage.network), game)
  const moves = events.map(moveOf)
  expectEqual(
    `game of ${game.challenger} over output ${game.index}`,
    moves.map(({ what }) => what),
    expected
  )
  expectInTime(stage, moves)
  return moves
}

function moveOf({ eventName, args }: ProtocolEvent): GameMove {
  const turn = 'turn' in args ? ` ${args.turn}` : ''
  return { what: `${eventName}${turn}`, atSec: 'timestamp' in args ? Number(args.timestamp) : null }
}

/** Colosseum would refuse a late move; this says by its own count that none was, and that no game was closed too early. */
function expectInTime({ network }: ChallengeStage, moves: readonly GameMove[]): void {
  const { bisectionTimeout, provingTimeout } = network.params
  let turnSinceSec = 0
  let ready = false
  for (const { what, atSec } of moves) {
    if (what === 'ReadyToProve') ready = true
    if (atSec === null) continue
    const tookSec = atSec - turnSinceSec
    if (what.startsWith('Bisected')) expectEqual(`${what} within its turn`, tookSec <= bisectionTimeout, true)
    if (what === 'Proven') {
      const [fromSec, untilSec] = ready
        ? [0, provingTimeout]
        : [bisectionTimeout + 1, bisectionTimeout + provingTimeout]
      expectEqual(`${what} within its time`, tookSec >= fromSec && tookSec <= untilSec, true)
    }
    if (what === 'ChallengerTimedOut')
      expectEqual(`${what} after its turn`, tookSec > (ready ? provingTimeout : bisectionTimeout), true)
    turnSinceSec = atSec
  }
}

/** These calls, in this order, are all that the account had mined since the stage was ready; none reverted and no nonce was left out. */
export async function expectCalls(stage: ChallengeStage, from: Address, expected: readonly string[]): Promise<void> {
  const mined = await minedTransactions(stage.network, { from, sinceBlock: stage.sinceBlock })
  expectEqual(
    `transactions of ${from}`,
    mined.map(({ call }) => call),
    expected
  )
  expectEqual(
    `reverted transactions of ${from}`,
    mined.filter(({ succeeded }) => !succeeded),
    []
  )
  const firstNonce = mined[0]?.nonce ?? 0
  expectEqual(
    `nonces of ${from}`,
    mined.map(({ nonce }) => nonce),
    mined.map((_, i) => firstNonce + i)
  )
}

/** The moves with seconds since the first. */
export const sinceFirst = (moves: readonly GameMove[]): { what: string; afterSec: number | null }[] =>
  moves.map(({ what, atSec }) => ({ what, afterSec: atSec === null ? null : atSec - (moves[0]?.atSec ?? 0) }))
