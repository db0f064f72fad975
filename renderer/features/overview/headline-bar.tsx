import type { EngineSnapshot } from '../../../shared/domain/snapshot.ts'
import type { LinkState } from '../../app/link-state.ts'
import { HexValue } from '../../ui/hex-value.tsx'
import type { IconName } from '../../ui/icon.tsx'
import { ScreenHeadline } from '../../ui/screen-headline.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import type { Tone } from '../../ui/tone.ts'
import { type Headline, headline } from './headline.ts'
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
    <ScreenHeadline tone={line.tone} icon={icons[line.tone]} text={line.text} sub={<Sub snapshot={snapshot} />} live>
      {snapshot && <RunControl snapshot={snapshot} nowSec={nowSec} reachable={link === 'live'} />}
    </ScreenHeadline>
  )
}

const lineOf = (snapshot: EngineSnapshot | null, link: LinkState, nowSec: number): Headline => {
  if (snapshot === null) return { tone: 'neutral', text: 'Connecting to the app…' }
  if (link === 'lost' || link === 'quiet') return { tone: 'warning', text: 'Unknown: there is no word from the app.' }
  return headline(snapshot, nowSec)
}

const Sub = ({ snapshot }: { snapshot: EngineSnapshot | null }) => (
  <>
    {snapshot === null && <Skeleton width={240} />}
    {snapshot && (reasonOf(snapshot) ?? <Account snapshot={snapshot} />)}
  </>
)

/** Why the engine is in its state, unless the failed check or the card below says so. */
const reasonOf = ({ stateReason, gates, guard }: EngineSnapshot): string | null =>
  guard.pause?.message === stateReason || gates.some((gate) => gate.state === 'failed' && gate.message === stateReason)
    ? null
    : stateReason

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
