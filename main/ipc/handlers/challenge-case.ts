import type { ChallengeMove, ChallengeRow } from '../../../shared/domain/challenge.ts'
import { isPurposeOf } from '../../../shared/domain/challenge-purpose.ts'
import { challengeRuleTexts } from '../../../shared/domain/challenge-rule-texts.ts'
import type { StampedEvent } from '../../../shared/domain/engine-event.ts'
import type { OutputRow } from '../../../shared/domain/output.ts'
import type { EngineSnapshot } from '../../../shared/domain/snapshot.ts'

type CaseInput = {
  row: ChallengeRow
  /** Null when the output is not in the history. */
  output: OutputRow | null
  snapshot: EngineSnapshot
  /** The engine's newest events; those about this dispute are taken. */
  events: readonly StampedEvent[]
  version: string
}

/** Everything known about one dispute as the text of a JSON file, for support, for the operator's books and for other programs. Amounts are decimal strings of wei, times ISO 8601, numbers of blocks decimal strings. Pure. */
export function challengeCase({ row, output, snapshot, events, version }: CaseInput): string {
  const { network, account, takenAtMs, pending, chain } = snapshot
  const { moves, next, createdAtSec, turnFromSec, timeoutAtSec, ...facts } = row
  return JSON.stringify(
    {
      format: 'kroma-validator-dispute',
      formatVersion: 1,
      exportedAt: isoMs(takenAtMs),
      appVersion: version,
      network,
      account,
      l1Head: chain && { number: chain.l1.number, hash: chain.l1.hash, at: iso(chain.l1.timestampSec) },
      dispute: {
        ...facts,
        createdAt: iso(createdAtSec),
        turnFrom: iso(turnFromSec),
        turnUntil: iso(timeoutAtSec),
        next: next && {
          ...next,
          why: challengeRuleTexts[next.rule],
          deadline: iso(next.deadlineSec),
          nextLookAt: iso(next.nextLookAtSec)
        }
      },
      output: output && {
        ...output,
        submittedAt: iso(output.submittedAtSec),
        finalizedAt: iso(output.finalizedAtSec)
      },
      moves: moves.map(moveOf),
      pendingTransactions: pending.filter(({ purpose }) => isPurposeOf(purpose, row)),
      events: events
        .filter((event) => isEventOf(event, row))
        .map(({ atMs, seq: _, ...event }) => ({ at: isoMs(atMs), ...event }))
    },
    (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value),
    2
  )
}

const iso = (sec: number | null): string | null => (sec === null ? null : isoMs(sec * 1000))
const isoMs = (ms: number): string => new Date(ms).toISOString()

/** With the block of each hash, so that a reader need not know how ranges are cut. */
function moveOf({ atSec, segments, ...move }: ChallengeMove) {
  const { segStart, segSize } = move
  const parts = BigInt(segments.length - 1)
  const cut = segStart !== null && segSize !== null && parts > 0n && segSize % parts === 0n
  return {
    at: iso(atSec),
    ...move,
    segments: segments.map((root, i) => ({
      l2Block: cut ? segStart + (BigInt(i) * segSize) / parts : null,
      outputRoot: root
    }))
  }
}

function isEventOf(event: StampedEvent, row: ChallengeRow): boolean {
  if ('purpose' in event) return isPurposeOf(event.purpose, row)
  if (!event.type.startsWith('challenge.') || !('challenger' in event)) return false
  return event.outputIndex === row.outputIndex && event.challenger?.toLowerCase() === row.challenger.toLowerCase()
}
