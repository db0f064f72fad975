import type { ChallengeOutcome, ChallengeRow } from '../../../shared/domain/challenge.ts'
import { resultOf } from './stakes.ts'

type Row = Pick<ChallengeRow, 'role' | 'outcome' | 'money'>

const titles: Record<ReturnType<typeof resultOf>, string> = {
  won: 'You won',
  lost: 'You lost',
  even: 'Over, with nothing won or lost',
  watched: 'Over, between two others'
}

export const resultTitle = (row: Row, outcome: ChallengeOutcome): string =>
  outcome === 'finalized' && row.role !== 'watcher' ? 'The output became final first' : titles[resultOf(row)]

/** Why it ended so, in words that fit the validator's own part in it. */
export const resultWhy = ({ role }: Row, outcome: ChallengeOutcome): string => whys[outcome][role]

const whys: Record<ChallengeOutcome, Record<ChallengeRow['role'], string>> = {
  proven: {
    asserter:
      'The challenger proved that one block leads to another root than your output says. The output is deleted. Find out why your node gave a wrong root before it submits again.',
    challenger:
      'Your proof was accepted and the output is deleted. The Security Council may still dismiss it until the output’s finality.',
    watcher: 'The challenger’s proof was accepted and the output is deleted.'
  },
  'challenger-timed-out': {
    asserter: 'The challenger let its turn run out, so your output stands.',
    challenger:
      'Your turn ran out and the challenge was closed. Find out what held your move up: the log says why it was not made.',
    watcher: 'The challenger let its turn run out, so the output stands.'
  },
  cancelled: {
    asserter: 'The output was deleted in another way, so the challenger took its challenge back.',
    challenger: 'The output was deleted in another way, so the app took your challenge back in time to free the bond.',
    watcher: 'The output was deleted in another way, so the challenger took its challenge back.'
  },
  dismissed: {
    asserter:
      'The Security Council dismissed the proof against your output. The output is restored, and your bond with it.',
    challenger:
      'Your proof was accepted at first, but the Security Council dismissed it and restored the output. If you are sure of your proof, talk to the network’s operators.',
    watcher: 'The proof was accepted at first, but the Security Council dismissed it and restored the output.'
  },
  'force-deleted': {
    asserter: 'The Security Council deleted your output without a proof.',
    challenger: 'The Security Council deleted the output before your challenge was decided.',
    watcher: 'The Security Council deleted the output before the challenge was decided.'
  },
  finalized: {
    asserter: 'The output’s time for challenges ended before the turns did, so it stands.',
    challenger: 'The output’s time for challenges ended before your proof was made, so it stands.',
    watcher: 'The output’s time for challenges ended before the turns did, so it stands.'
  }
}
