import type { ReactNode } from 'react'
import type { ChainView, EndpointView } from '../../shared/domain/snapshot.ts'
import { formatInteger } from '../format/amount.ts'
import { formatClock } from '../format/time.ts'
import { Badge } from '../ui/badge.tsx'
import { useChainNowSec, useNowMs, useStoreState } from './engine-context.tsx'
import { type LinkState, linkState } from './link-state.ts'
import styles from './status-bar.module.css'
import type { StoreState } from './store.ts'

const whole = (state: StoreState) => state

const linkTexts: Record<LinkState, string> = {
  loading: 'Connecting…',
  unreachable: 'Not connected',
  live: 'Connected',
  lost: 'Connection lost',
  quiet: 'No answer'
}

/** Where we are and how fresh it is, on every screen. */
export const StatusBar = () => {
  const state = useStoreState(whole)
  const link = linkState(state, useNowMs())
  const { snapshot } = state
  return (
    <footer className={styles.bar}>
      <span className={styles.link} data-link={link}>
        <span className={styles.dot} aria-hidden="true" />
        {linkTexts[link]}
      </span>
      <Heads chain={snapshot?.chain ?? null} />
      <span className={styles.spring} />
      {snapshot && <Badge tone={snapshot.network.practice ? 'accent' : 'neutral'}>{snapshot.network.label}</Badge>}
      <Endpoints endpoints={snapshot?.endpoints ?? []} />
      <ChainTime known={(snapshot?.chain ?? null) !== null} />
    </footer>
  )
}

const Heads = ({ chain }: { chain: ChainView | null }) => (
  <>
    <Item label="L1">{number(chain?.l1.number)}</Item>
    <Item label="L2">{number(chain?.l2?.unsafe)}</Item>
    <Item label="safe">{number(chain?.l2?.safe)}</Item>
    <Item label="final">{number(chain?.l2?.finalized)}</Item>
  </>
)

const number = (value: bigint | undefined): string => (value === undefined ? '–' : formatInteger(value))

const Item = ({ label, children }: { label: string; children: ReactNode }) => (
  <span className={styles.item} data-label={label}>
    <span className={styles.label}>{label}</span> <span className={styles.value}>{children}</span>
  </span>
)

const Endpoints = ({ endpoints }: { endpoints: readonly EndpointView[] }) => {
  const asked = endpoints.filter((endpoint) => endpoint.state !== 'unknown')
  const up = asked.filter((endpoint) => endpoint.state === 'up').length
  return <Item label="endpoints up">{asked.length === 0 ? '–' : `${up} of ${asked.length}`}</Item>
}

const ChainTime = ({ known }: { known: boolean }) => {
  const nowSec = useChainNowSec()
  return <Item label="chain time">{known ? formatClock(nowSec) : '––:––:––'}</Item>
}
