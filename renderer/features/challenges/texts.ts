import type { ChallengeOutcome } from '../../../shared/domain/challenge.ts'
import type { Tone } from '../../ui/tone.ts'
import type { resultOf } from './stakes.ts'

/** Every word of the Challenges screen that does not depend on a value. */
export const texts = {
  title: 'Challenges',
  open: 'Open',
  past: 'Past challenges',
  showPast: 'Which past challenges',
  all: 'All',
  mine: 'Mine only',
  noneOpen: 'No challenge is open. Nothing needs doing.',
  noPast: 'No past challenges',
  noPastWhen: 'Each challenge that ends is kept here, also after a restart.',
  noPastMine: 'None of your own',
  noPastMineWhen: 'This validator has taken part in none of those below “All”.',
  emptyTitle: 'No challenges so far',
  emptyWhat:
    'When somebody thinks that an output is wrong, they challenge it with a bond of their own. The two sides then take turns to narrow the dispute down to a single block, and a proof of that block decides. Whoever is wrong, or late, loses the bond.',
  emptyDo:
    'You need to do nothing: the app defends your outputs by itself, and challenges wrong ones when the challenger role is on. What happens is shown here, turn by turn.',
  challengerOn: 'Your challenger role is on.',
  challengerOff: 'Your challenger role is off: outputs of others are watched, not challenged.',
  back: 'All challenges',
  next: 'What happens next',
  result: 'Result',
  stakes: 'What is at stake',
  money: 'Money',
  narrowing: 'The disputed blocks',
  asPicture: 'Picture',
  asTable: 'Table',
  showAs: 'The disputed blocks: show as',
  agreed: 'agreed',
  disputed: 'disputed',
  legendAgreed: 'both sides agree',
  legendChosen: 'the dispute goes on here',
  legendPlanned: 'your node would go on here',
  legendOpen: 'somewhere in here',
  legendAfter: 'no longer matters',
  timeline: 'Turns',
  proof: 'Proof',
  exportCase: 'Export case',
  exportFailed: 'The file could not be made.',
  gone: 'This challenge is not known',
  goneWhy: 'It may have been taken back with a block that left the chain, or it belongs to another network.',
  looking: 'Looking for the challenge',
  you: 'you',
  unread: 'The transactions of later turns have not been read yet.',
  notKnown: 'Nothing is known of the disputed blocks yet: the transaction has not been read.'
} as const

export const outcomeTexts: Record<ChallengeOutcome, string> = {
  proven: 'proven wrong',
  'challenger-timed-out': 'challenger too late',
  cancelled: 'cancelled',
  dismissed: 'dismissed by the council',
  'force-deleted': 'deleted by the council',
  finalized: 'output became final'
}

export const resultTexts: Record<ReturnType<typeof resultOf>, { text: string; tone: Tone }> = {
  won: { text: 'won', tone: 'ok' },
  lost: { text: 'lost', tone: 'critical' },
  even: { text: 'even', tone: 'neutral' },
  watched: { text: 'others', tone: 'neutral' }
}
