import type { Address } from '../../../shared/domain/hex.ts'
import type { Alert, Duty, Wait } from './duty.ts'
import type { ChallengeView } from './view.ts'

const low = (address: Address): string => address.toLowerCase()

/** Idempotence keys of a dispute's transactions. Addresses in lower case. */
export const createPurpose = (outputIndex: bigint): string => `create-challenge:${outputIndex}`

/** What the move that this duty asks for is known by in the journal; null when there is no move. A challenger's second game on one output (`round` 2) has names of its own. */
export function movePurpose(about: About, duty: Duty | Wait | Alert): string | null {
  const name = plainPurpose(about, duty)
  return name === null || about.round === 1 ? name : `${name}:round-${about.round}`
}

type About = Pick<ChallengeView, 'outputIndex' | 'challenger'> & { round: number }

function plainPurpose({ outputIndex, challenger }: About, duty: Duty | Wait | Alert): string | null {
  switch (duty.kind) {
    case 'bisect':
      return `bisect:${outputIndex}:${low(challenger)}:${duty.game.turn + 1}`
    case 'prove':
    case 'prove-first':
      return `prove:${outputIndex}:${low(challenger)}`
    case 'collect':
      return `challenger-timeout:${outputIndex}:${low(challenger)}`
    case 'cancel':
      return `cancel-challenge:${outputIndex}`
    default:
      return null
  }
}
