import type { ChallengeMove, ChallengeRow } from '../../../shared/domain/challenge.ts'
import { playerName } from '../../app/challenge-title.ts'
import { formatInteger } from '../../format/amount.ts'
import type { Tone } from '../../ui/tone.ts'

export type MoveText = { title: string; what: string | null; tone: Tone }
type Told = { move: ChallengeMove; role: ChallengeRow['role'] }

const blocks = (count: bigint): string => `${formatInteger(count)} ${count === 1n ? 'block' : 'blocks'}`

/** Who did what, in words. */
export const moveText = (told: Told): MoveText => moveTexts[told.move.what](told)

const player = ({ move, role }: Told): string =>
  move.by === 'asserter' || move.by === 'challenger' ? playerName(role, move.by) : 'Somebody'
const mine = ({ move, role }: Told): Tone => (move.by === role ? 'accent' : 'neutral')

/** `into 8 parts of 225`; null when the hashes were not read. */
const cut = ({ segSize, segments }: ChallengeMove): string | null => {
  const parts = BigInt(segments.length - 1)
  if (segSize === null || parts < 1n || segSize % parts !== 0n) return null
  const part = segSize / parts
  return part === 1n ? 'into single blocks' : `into ${formatInteger(parts)} parts of ${formatInteger(part)}`
}

const created = (told: Told): MoveText => {
  const { segSize } = told.move
  const into = cut(told.move)
  const what = segSize === null || into === null ? null : `Cut the output’s ${blocks(segSize)} ${into}.`
  return { title: `${player(told)} challenged the output`, what, tone: mine(told) }
}

const bisected = (told: Told): MoveText => {
  const { move } = told
  const tone = mine(told)
  if (move.segStart === null || move.segSize === null)
    return { title: `${player(told)} made turn ${move.turn}`, what: 'Its transaction has not been read yet.', tone }
  const into = cut(move)
  return {
    title: `${player(told)} narrowed it to ${blocks(move.segSize)}`,
    what: `Agreed up to block ${formatInteger(move.segStart)}${into === null ? '.' : `, cut the rest ${into}.`}`,
    tone
  }
}

const moveTexts: Record<ChallengeMove['what'], (told: Told) => MoveText> = {
  created,
  bisected,
  'ready-to-prove': ({ role }) => ({
    title: 'Down to single blocks',
    what:
      role === 'challenger'
        ? 'From here, one proof of yours decides.'
        : 'From here, one proof by the challenger decides.',
    tone: 'neutral'
  }),
  proven: (told) => ({
    title: `${player(told)} proved the output wrong`,
    what: 'The output is deleted. Its asserter loses the bond and is jailed.',
    tone: told.role === 'asserter' ? 'critical' : told.role === 'challenger' ? 'ok' : 'neutral'
  }),
  'challenger-timed-out': ({ role }) => ({
    title: role === 'challenger' ? 'You ran out of time' : 'The challenger ran out of time',
    what: 'The challenge is closed. The challenger loses its bond and is jailed.',
    tone: role === 'challenger' ? 'critical' : role === 'asserter' ? 'ok' : 'neutral'
  }),
  cancelled: (told) => ({
    title: `${player(told)} cancelled the challenge`,
    what: 'The output was deleted meanwhile. The challenger’s bond is free again.',
    tone: mine(told)
  }),
  dismissed: ({ role }) => ({
    title: 'The Security Council dismissed the proof',
    what: 'The output is restored. The challenger loses its bond and is jailed; the asserter gets its bond back.',
    tone: role === 'challenger' ? 'critical' : role === 'asserter' ? 'ok' : 'neutral'
  }),
  'force-deleted': ({ role }) => ({
    title: 'The Security Council deleted the output',
    what: 'Its asserter loses the bond and is jailed. Open challenges of it can only be cancelled.',
    tone: role === 'asserter' ? 'critical' : 'neutral'
  })
}
