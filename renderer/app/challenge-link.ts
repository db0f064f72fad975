import type { ChallengeRow } from '../../shared/domain/challenge.ts'
import type { Address } from '../../shared/domain/hex.ts'
import { routePartsOf } from './route.ts'

/** Which dispute: a challenger may have had two on one output. */
export type ChallengeId = Pick<ChallengeRow, 'outputIndex' | 'challenger' | 'createdAtSec'>

/** The screen of all challenges. */
export const challengesLink = '#/challenges'

/** The address of one dispute's own view. */
export const challengeLink = ({ outputIndex, challenger, createdAtSec }: ChallengeId): string =>
  `${challengesLink}/${outputIndex}/${challenger.toLowerCase()}/${createdAtSec}`

/** The dispute that an address names; null when it names none. */
export const challengeIdOf = (hash: string): ChallengeId | null => {
  const [output = '', challenger = '', created = ''] = routePartsOf(hash)
  if (!/^\d{1,20}$/.test(output) || !/^0x[0-9a-f]{40}$/i.test(challenger) || !/^\d{1,12}$/.test(created)) return null
  return { outputIndex: BigInt(output), challenger: challenger.toLowerCase() as Address, createdAtSec: Number(created) }
}

export const isChallenge = (row: ChallengeId, id: ChallengeId): boolean =>
  row.outputIndex === id.outputIndex &&
  row.createdAtSec === id.createdAtSec &&
  row.challenger.toLowerCase() === id.challenger.toLowerCase()

/** For lists: the same for the same dispute, whatever became of it meanwhile. */
export const challengeKey = ({ outputIndex, challenger, createdAtSec }: ChallengeId): string =>
  `${outputIndex}:${challenger.toLowerCase()}:${createdAtSec}`
