import { useEffect, useRef } from 'react'
import { challengeIdOf, challengeKey } from '../../app/challenge-link.ts'
import { useNowMs, useStoreState } from '../../app/engine-context.tsx'
import { linkState } from '../../app/link-state.ts'
import { useHash } from '../../app/route.ts'
import type { StoreState } from '../../app/store.ts'
import { ChallengeDetail } from './challenge-detail.tsx'
import { ChallengeList } from './challenge-list.tsx'
import styles from './challenges.module.css'

const whole = (state: StoreState) => state

/** Every challenge, or the one that the address names. */
export const Challenges = () => {
  const id = challengeIdOf(useHash())
  const link = linkState(useStoreState(whole), useNowMs())
  const key = id === null ? null : challengeKey(id)
  const shown = useRef<{ key: string | null } | null>(null)
  const before = shown.current
  useEffect(() => {
    shown.current = { key }
  }, [key])
  return (
    <div className={styles.screen} data-old={link === 'lost' || link === 'quiet' || undefined}>
      {id === null ? (
        <ChallengeList returnedFrom={before?.key ?? null} />
      ) : (
        <ChallengeDetail key={key} id={id} focus={before !== null && before.key !== key} />
      )}
    </div>
  )
}
