import { type ChallengeStage, warpUntil } from './challenge-stage.ts'
import type { GameId } from './l1-record.ts'

/** Lets the running turn of a game run out: the next block is the first one after it. */
export async function passTurn(stage: ChallengeStage, { index, challenger }: GameId): Promise<void> {
  const { timeoutAt } = await stage.read.colosseum('getChallenge', index, challenger)
  await warpUntil(stage, Number(timeoutAt) + 1)
}
