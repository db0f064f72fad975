import { useCallback, useEffect, useState } from 'react'
import type { ChallengeRow } from '../../../shared/domain/challenge.ts'
import type { WireError } from '../../../shared/ipc/result.ts'
import { type ChallengeId, challengeKey, isChallenge } from '../../app/challenge-link.ts'
import { useEngine, useSnapshot } from '../../app/engine-context.tsx'

export type OneChallenge = {
  row: ChallengeRow | null
  /** Asked for and not there. */
  missing: boolean
  error: WireError | null
  retry: () => void
}

type Kept = { key: string; row: ChallengeRow | null }

/** One dispute: from the live picture while it is in there, else from the history. */
export const useChallenge = (id: ChallengeId): OneChallenge => {
  const { bridge } = useEngine()
  const live = useSnapshot()?.challenges.find((row) => isChallenge(row, id)) ?? null
  const [kept, setKept] = useState<Kept | null>(null)
  const [error, setError] = useState<WireError | null>(null)
  const [attempt, setAttempt] = useState(0)
  const key = challengeKey(id)
  const wanted = live === null
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the id, attempt asks again
  useEffect(() => {
    if (!wanted) return
    let gone = false
    void bridge.invoke('challenges.get', id).then((reply) => {
      if (gone) return
      setError(reply.ok ? null : reply.error)
      if (reply.ok) setKept({ key, row: reply.value })
    })
    return () => {
      gone = true
    }
  }, [bridge, key, wanted, attempt])
  const known = kept?.key === key ? kept : null
  return {
    row: live ?? known?.row ?? null,
    missing: live === null && known !== null && known.row === null,
    error: live === null ? error : null,
    retry: useCallback(() => setAttempt((n) => n + 1), [])
  }
}
