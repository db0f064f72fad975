import type { ChallengeOutcome, ChallengeRow } from '../../shared/domain/challenge.ts'
import { formatInteger } from '../format/amount.ts'
import { shortHex } from '../format/short-hex.ts'

type Players = Pick<ChallengeRow, 'outputIndex' | 'challenger' | 'asserter' | 'role'>
type Words = (output: string, challenger: string, asserter: string) => string

const open: Record<ChallengeRow['role'], Words> = {
  asserter: (output, challenger) => `${challenger} challenges your ${output}`,
  challenger: (output, _, asserter) => `You challenge ${output} of ${asserter}`,
  watcher: (output, challenger, asserter) => `${challenger} challenges ${output} of ${asserter}`
}

const ended: Record<ChallengeOutcome, Record<ChallengeRow['role'], Words>> = {
  proven: {
    asserter: (output, challenger) => `${challenger} proved your ${output} wrong`,
    challenger: (output, _, asserter) => `You proved ${output} of ${asserter} wrong`,
    watcher: (output, challenger, asserter) => `${challenger} proved ${output} of ${asserter} wrong`
  },
  'challenger-timed-out': {
    asserter: (output, challenger) => `You defended your ${output} against ${challenger}`,
    challenger: (output) => `Your challenge of ${output} ran out of time`,
    watcher: (output, challenger) => `The challenge of ${output} by ${challenger} ran out of time`
  },
  cancelled: {
    asserter: (output, challenger) => `${challenger} cancelled its challenge of your ${output}`,
    challenger: (output) => `You cancelled your challenge of ${output}`,
    watcher: (output, challenger) => `${challenger} cancelled its challenge of ${output}`
  },
  dismissed: {
    asserter: (output) => `The Security Council restored your ${output}`,
    challenger: (output) => `The Security Council dismissed your proof against ${output}`,
    watcher: (output, challenger) => `The Security Council dismissed the proof of ${challenger} against ${output}`
  },
  'force-deleted': {
    asserter: (output) => `The Security Council deleted your ${output}`,
    challenger: (output) => `The Security Council deleted ${output} that you challenged`,
    watcher: (output) => `The Security Council deleted ${output}`
  },
  finalized: {
    asserter: (output) => `Your ${output} became final during a challenge`,
    challenger: (output) => `${capital(output)} became final during your challenge`,
    watcher: (output) => `${capital(output)} became final during a challenge`
  }
}

/** Who challenges whom about which output, or what came of it, in one line. */
export const challengeTitle = (row: Players & Pick<ChallengeRow, 'outcome'>): string => {
  const words = row.outcome === null ? open[row.role] : ended[row.outcome][row.role]
  return words(`output ${formatInteger(row.outputIndex)}`, shortHex(row.challenger), shortHex(row.asserter))
}

/** A player as this validator would call it: `You`, or `The challenger`. */
export const playerName = (role: ChallengeRow['role'], player: 'asserter' | 'challenger'): string =>
  role === player ? 'You' : player === 'asserter' ? 'The asserter' : 'The challenger'

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
