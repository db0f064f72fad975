import { useEffect, useRef, useState } from 'react'
import type { ChallengeRow } from '../../shared/domain/challenge.ts'
import { formatInteger } from '../format/amount.ts'
import { formatClock } from '../format/time.ts'
import { challengeKey } from './challenge-link.ts'
import { turnClock } from './challenge-turn.ts'
import { useStoreState } from './engine-context.tsx'
import type { StoreState } from './store.ts'
import styles from './turn-announcer.module.css'

export type TurnNotice = { key: string; text: string }

/** What is to be said of moves that are due: one per turn, the same text for as long as the turn lasts. Pure. */
export const turnNotices = (rows: readonly ChallengeRow[], zone: { timeZone?: string } = {}): TurnNotice[] =>
  rows.flatMap((row) => {
    const clock = turnClock(row, 0)
    if (clock === null || !clock.mine) return []
    return {
      key: `${challengeKey(row)}:${row.moves.length}`,
      text: `Your move in the challenge of output ${formatInteger(row.outputIndex)} until ${formatClock(clock.untilSec, zone)}.`
    }
  })

const none: readonly ChallengeRow[] = []
const challengesOf = ({ snapshot }: StoreState): readonly ChallengeRow[] => snapshot?.challenges ?? none

/** Tells screen readers of each turn of this validator once, on whatever screen they are. */
export const TurnAnnouncer = () => {
  const rows = useStoreState(challengesOf)
  const told = useRef(new Set<string>())
  const [text, setText] = useState('')
  useEffect(() => {
    const fresh = turnNotices(rows).filter(({ key }) => !told.current.has(key))
    if (fresh.length === 0) return
    for (const { key } of fresh) told.current.add(key)
    setText(fresh.map((notice) => notice.text).join(' '))
  }, [rows])
  return (
    <p className={styles.hidden} aria-live="assertive" aria-atomic="true">
      {text}
    </p>
  )
}
