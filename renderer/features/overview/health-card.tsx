import type { HealthItem } from '../../../shared/domain/health.ts'
import type { EndpointView, EngineSnapshot } from '../../../shared/domain/snapshot.ts'
import { useNowMs } from '../../app/engine-context.tsx'
import { SettingsLink } from '../../app/settings-link.tsx'
import { formatDuration } from '../../format/duration.ts'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { Icon } from '../../ui/icon.tsx'
import { SeverityItem } from '../../ui/severity-item.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import type { Tone } from '../../ui/tone.ts'
import styles from './health-card.module.css'
import { healthSubject, healthText, sortedHealth } from './health-texts.ts'
import { texts } from './texts.ts'

/** What is out of order, worst first, with what to do; below it the endpoints. */
export const HealthCard = ({ snapshot }: { snapshot: EngineSnapshot | null }) => {
  const items = sortedHealth(snapshot?.health ?? [])
  return (
    <Card title={texts.health} className={styles.card}>
      {snapshot === null && <Skeleton width="70%" />}
      {snapshot !== null && items.length === 0 && <Fine state={snapshot.state} />}
      <ul className={styles.items}>
        {items.map((item) => (
          <Item key={`${item.code}${item.subject}`} item={item} />
        ))}
      </ul>
      {snapshot && <Endpoints endpoints={snapshot.endpoints} />}
    </Card>
  )
}

const Fine = ({ state }: { state: EngineSnapshot['state'] }) => {
  if (state === 'stopped' || state === 'stopping') return <p className={styles.unwatched}>{texts.healthUnwatched}</p>
  return (
    <p className={styles.fine}>
      <Icon name="ok" /> {state === 'running' || state === 'degraded' ? texts.healthy : texts.healthySoFar}
    </p>
  )
}

const Item = ({ item }: { item: HealthItem }) => {
  const { title, body } = healthText(item)
  return (
    <SeverityItem
      severity={item.severity}
      title={title}
      body={
        body && (
          <p>
            <SettingsLink>{body}</SettingsLink>
          </p>
        )
      }
      meta={
        <>
          {item.subject !== null && <>{healthSubject(item.subject)} · </>}
          <Since sinceMs={item.sinceMs} />
        </>
      }
    />
  )
}

const Since = ({ sinceMs }: { sinceMs: number }) => `for ${formatDuration((useNowMs() - sinceMs) / 1000)}`

const roles: Record<EndpointView['role'], string> = { l1: 'L1', l2: 'L2', rollup: 'Rollup node' }
const states: Record<EndpointView['state'], { text: string; tone: Tone }> = {
  unknown: { text: 'in reserve', tone: 'neutral' },
  up: { text: 'up', tone: 'ok' },
  degraded: { text: 'slow', tone: 'warning' },
  down: { text: 'down', tone: 'critical' }
}

const Endpoints = ({ endpoints }: { endpoints: readonly EndpointView[] }) => (
  <div className={styles.endpoints}>
    <h3 className={styles.subtitle}>Endpoints</h3>
    {endpoints.length === 0 && <p className={styles.meta}>{texts.noEndpoints}</p>}
    <ul>
      {endpoints.map(({ origin, role, kind, state, latencyMs }) => (
        <li key={`${role}${kind}${origin}`} className={styles.endpoint}>
          <span className={styles.role}>{roles[role]}</span>
          <span className={styles.origin} title={origin}>
            {origin}
          </span>
          <span className={styles.latency}>{latencyMs === null ? '' : `${latencyMs} ms`}</span>
          <Badge tone={states[state].tone}>{states[state].text}</Badge>
        </li>
      ))}
    </ul>
  </div>
)
