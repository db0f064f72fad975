import type { EngineSnapshot } from '../../../shared/domain/snapshot.ts'
import type { LinkState } from '../../app/link-state.ts'
import { HexValue } from '../../ui/hex-value.tsx'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import type { Tone } from '../../ui/tone.ts'
import { type Headline, headline } from './headline.ts'
import styles from './headline-bar.module.css'
import { RunControl } from './run-control.tsx'

type Props = { snapshot: EngineSnapshot | null; link: LinkState; nowSec: number }

const icons: Record<Tone, IconName> = {
  neutral: 'waiting',
  accent: 'ok',
  ok: 'ok',
  notice: 'notice',
  warning: 'warning',
  critical: 'critical'
}

/** The sentence that answers "am I fine?"; read out when it changes. */
export const HeadlineBar = ({ snapshot, link, nowSec }: Props) => {
  const line = lineOf(snapshot, link, nowSec)
  return (
    <header className={styles.bar}>
      <span className={styles.sign} data-tone={line.tone}>
        <Icon name={icons[line.tone]} size={22} />
      </span>
      <div className={styles.words}>
        <div role="status">
          <h1 className={styles.line}>{line.text}</h1>
        </div>
        <Sub snapshot={snapshot} />
      </div>
      {snapshot && <RunControl snapshot={snapshot} nowSec={nowSec} reachable={link === 'live'} />}
    </header>
  )
}

const lineOf = (snapshot: EngineSnapshot | null, link: LinkState, nowSec: number): Headline => {
  if (snapshot === null) return { tone: 'neutral', text: 'Connecting to the app…' }
  if (link === 'lost' || link === 'quiet') return { tone: 'warning', text: 'Unknown: there is no word from the app.' }
  return headline(snapshot, nowSec)
}

const Sub = ({ snapshot }: { snapshot: EngineSnapshot | null }) => (
  <p className={styles.sub}>
    {snapshot === null && <Skeleton width={240} />}
    {snapshot && (reasonOf(snapshot) ?? <Account snapshot={snapshot} />)}
  </p>
)

/** Why the engine is in its state, unless the failed check below says so. */
const reasonOf = ({ stateReason, gates }: EngineSnapshot): string | null =>
  gates.some((gate) => gate.state === 'failed' && gate.message === stateReason) ? null : stateReason

const Account = ({ snapshot }: { snapshot: EngineSnapshot }) => (
  <>
    {snapshot.network.label}
    {snapshot.account !== null && (
      <>
        {' · validator '}
        <HexValue hex={snapshot.account} what="validator account" />
      </>
    )}
  </>
)
