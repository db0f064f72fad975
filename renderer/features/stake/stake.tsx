import { useEffect, useRef } from 'react'
import { type ActionKind, actionKinds, askedKinds } from '../../../shared/domain/action.ts'
import { useNowMs, useStoreState } from '../../app/engine-context.tsx'
import { linkState } from '../../app/link-state.ts'
import { routePartsOf, useHash } from '../../app/route.ts'
import type { StoreState } from '../../app/store.ts'
import { ActionFlow } from './action-flow.tsx'
import styles from './stake.module.css'
import { StakeHome } from './stake-home.tsx'
import { useFreshDesk } from './use-desk.ts'

const whole = (state: StoreState) => state

/** Money and what can be done with it, or the one action that the address names: `#/stake/withdraw`. */
export const Stake = () => {
  const kind = kindOf(useHash())
  const link = linkState(useStoreState(whole), useNowMs())
  useFreshDesk()
  const shown = useRef<{ kind: ActionKind | null } | null>(null)
  const before = shown.current
  useEffect(() => {
    shown.current = { kind }
  }, [kind])
  const focus = before !== null && before.kind !== kind
  return (
    <div className={styles.screen} data-old={link === 'lost' || link === 'quiet' || undefined}>
      {kind === null ? <StakeHome focus={focus} /> : <ActionFlow key={kind} kind={kind} focus={focus} />}
    </div>
  )
}

const kindOf = (hash: string): ActionKind | null => {
  const [name] = routePartsOf(hash)
  return [...actionKinds, ...askedKinds].find((kind) => kind === name) ?? null
}
