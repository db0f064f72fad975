import type { EngineSnapshot } from '../../../shared/domain/snapshot.ts'

/** The round of the next output as three stretches of a bar. Positions are 0..1 of the bar's length; stretches are drawn by meaning, not to scale. */
export type RoundTimeline = {
  phase: 'waiting' | 'priority' | 'public' | 'trusted'
  /** Where the present moment is. */
  now: number
  dueAtSec: number
  publicAtSec: number | null
}

/** Ends of the stretches on the bar: due, and the start of the public round. */
export const dueMark = 0.4
export const publicMark = 0.8

/** L2 blocks from one output to the next, in seconds; null before two outputs are known. */
export const intervalSec = ({ outputs, chain, next }: EngineSnapshot): number | null => {
  const newest = outputs[0]
  if (newest === undefined || chain === null || next === null) return null
  const blocks = Number(next.l2BlockNumber - newest.l2BlockNumber)
  return blocks > 0 ? blocks * chain.l2BlockTimeSec : null
}

export const roundTimeline = (snapshot: EngineSnapshot, nowSec: number): RoundTimeline | null => {
  const { next } = snapshot
  if (next === null) return null
  const { dueAtSec, publicRoundAtSec: publicAtSec } = next
  const length = intervalSec(snapshot) ?? (publicAtSec === null ? 60 : publicAtSec - dueAtSec)
  const marks = { dueAtSec, publicAtSec }
  if (nowSec < dueAtSec) return { ...marks, phase: 'waiting', now: dueMark * clamp(1 - (dueAtSec - nowSec) / length) }
  if (publicAtSec === null)
    return { ...marks, phase: 'trusted', now: dueMark + (1 - dueMark) * grow(nowSec - dueAtSec, length) }
  if (nowSec < publicAtSec)
    return {
      ...marks,
      phase: 'priority',
      now: dueMark + (publicMark - dueMark) * clamp((nowSec - dueAtSec) / (publicAtSec - dueAtSec))
    }
  return { ...marks, phase: 'public', now: publicMark + (1 - publicMark) * grow(nowSec - publicAtSec, length) }
}

const clamp = (value: number): number => Math.min(1, Math.max(0, value))
/** A stretch without an end: comes closer to it, never arrives. */
const grow = (past: number, length: number): number => past / (past + Math.max(1, length))
