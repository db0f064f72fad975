import type { ChallengeOutcome, ChallengeRow } from '../../../shared/domain/challenge.ts'
import type { EngineEvent } from '../../../shared/domain/engine-event.ts'
import type { ChallengeStage } from './challenge-stage.ts'
import { expectEqual } from './drill.ts'
import { eventsOfGame, type GameId, protocolEvents } from './l1-record.ts'
import type { OperatorEngine } from './operator-engine.ts'

type Told = GameId & { operator: OperatorEngine }
type Ending = { outcome: ChallengeOutcome; wonWei: bigint; lostWei: bigint }

/** The operator's engine shows this game as it went on chain, move by move and to the last wei. Returns its row. */
export async function expectTold(stage: ChallengeStage, told: Told, ending: Ending): Promise<ChallengeRow> {
  const row = await stage.driver.until(
    { what: `${ending.outcome} on the operator's screen`, stuck: () => `(${rowOf(told)?.outcome ?? 'no outcome'})` },
    () => (rowOf(told)?.outcome === ending.outcome ? rowOf(told) : null)
  )
  const { wonWei, lostWei } = row.money
  expectEqual('money on screen', { wonWei, lostWei }, { wonWei: ending.wonWei, lostWei: ending.lostWei })
  const events = eventsOfGame(await protocolEvents(stage.network), told)
  expectEqual(
    'transactions of the moves on screen',
    row.moves.filter(({ what }) => what !== 'force-deleted').map(({ txHash }) => txHash),
    events.map(({ transactionHash }) => transactionHash)
  )
  return row
}

export const rowOf = ({ operator, index, challenger }: Told): ChallengeRow | null =>
  operator.engine
    .snapshot()
    .challenges.find((row) => row.outputIndex === index && row.challenger.toLowerCase() === challenger.toLowerCase()) ??
  null

/** Events of one type that the operator's engine told about an output. */
export const heard = <T extends EngineEvent['type']>(
  { events }: OperatorEngine,
  type: T,
  index: bigint
): Extract<EngineEvent, { type: T }>[] =>
  events.filter(
    (event): event is Extract<OperatorEngine['events'][number], { type: T }> =>
      event.type === type && 'outputIndex' in event && event.outputIndex === index
  )
