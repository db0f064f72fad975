import type { Alert, AlertCode, AlertsOverview } from '../../../shared/domain/alert.ts'
import { useNowMs } from '../../app/engine-context.tsx'
import { SettingsLink } from '../../app/settings-link.tsx'
import { formatDuration } from '../../format/duration.ts'
import { formatClock } from '../../format/time.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { EmptyState } from '../../ui/notice.tsx'
import { SeverityItem } from '../../ui/severity-item.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './active-card.module.css'
import { codeNames, screenLinks, texts } from './texts.ts'

type OnMute = (code: AlertCode, on: boolean) => void

/** The alerts that hold, the worst first: what is, what to do, and the way there. */
export const ActiveCard = ({ overview, onMute }: { overview: AlertsOverview | null; onMute: OnMute }) => (
  <Card title={texts.now} className={styles.card}>
    {overview === null && <Skeleton width="80%" height={40} />}
    {overview?.active.length === 0 && <EmptyState title={texts.nothingNow}>{texts.nothingNowWhy}</EmptyState>}
    <ul className={styles.items}>
      {overview?.active.map((alert) => (
        <Item key={alert.key} alert={alert} overview={overview} onMute={onMute} />
      ))}
    </ul>
  </Card>
)

const Item = ({ alert, overview, onMute }: { alert: Alert; overview: AlertsOverview; onMute: OnMute }) => {
  const { code, severity, title, body, screen } = alert
  const mute = overview.mutes.find((m) => m.code === code)
  return (
    <SeverityItem
      severity={severity}
      title={title}
      body={
        <p className={styles.body}>
          <SettingsLink>{body}</SettingsLink>
        </p>
      }
      meta={
        <>
          {codeNames[code]}
          {alert.subject !== null && <> · {alert.subject}</>} · <Since sinceMs={alert.raisedAtMs} />
          {mute === undefined && alert.toldAtMs === null && <Badge>{texts.notTold}</Badge>}
          {mute !== undefined && <Badge>{mutedUntil(mute.untilMs)}</Badge>}
        </>
      }
    >
      <div className={styles.actions}>
        <a href={`#/${screen}`}>{screenLinks[screen]}</a>
        <Button
          kind="quiet"
          label={`${mute === undefined ? texts.mute : texts.unmute}: ${codeNames[code]}`}
          onPress={() => onMute(code, mute === undefined)}
        >
          {mute === undefined ? texts.mute : texts.unmute}
        </Button>
      </div>
    </SeverityItem>
  )
}

const mutedUntil = (untilMs: number | null): string =>
  untilMs === null ? texts.muted : `${texts.muted} until ${formatClock(untilMs / 1000).slice(0, 5)}`

const Since = ({ sinceMs }: { sinceMs: number }) => `for ${formatDuration((useNowMs() - sinceMs) / 1000)}`
