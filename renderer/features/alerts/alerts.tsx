import { useSnapshot } from '../../app/engine-context.tsx'
import { errorText } from '../../app/error-texts.ts'
import { Button } from '../../ui/button.tsx'
import { HiddenHeading } from '../../ui/hidden-text.tsx'
import { ErrorState } from '../../ui/notice.tsx'
import { ActiveCard } from './active-card.tsx'
import styles from './alerts.module.css'
import { AlertsHeadline } from './alerts-headline.tsx'
import { ChannelsCard } from './channels-card.tsx'
import { PastCard } from './past-card.tsx'
import { texts } from './texts.ts'
import { useAlerts } from './use-alerts.ts'

/** What needs the operator now, how they are told, and what was before. */
export const Alerts = () => {
  const { overview, error, retry, mute, test } = useAlerts()
  const snapshot = useSnapshot()
  if (overview === null && error !== null) {
    const { title, todo } = errorText(error)
    return (
      <div className={styles.unreachable}>
        <HiddenHeading>{texts.title}</HiddenHeading>
        <ErrorState title={title} action={<Button onPress={retry}>Try again</Button>}>
          {todo}
        </ErrorState>
      </div>
    )
  }
  return (
    <div className={styles.alerts} aria-busy={overview === null}>
      <AlertsHeadline overview={overview} network={snapshot?.network.label ?? null} />
      <ActiveCard overview={overview} onMute={mute} />
      <ChannelsCard overview={overview} onTest={test} />
      <PastCard overview={overview} />
    </div>
  )
}
