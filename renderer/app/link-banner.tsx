import { formatDuration } from '../format/duration.ts'
import { formatClock } from '../format/time.ts'
import { Button } from '../ui/button.tsx'
import { Banner } from '../ui/notice.tsx'
import { useEngine, useNowMs, useStoreState } from './engine-context.tsx'
import styles from './link-banner.module.css'
import { linkState } from './link-state.ts'
import type { StoreState } from './store.ts'

const whole = (state: StoreState) => state

/** Lies over the lower edge of the screen, so that nothing moves when it comes and goes. */
export const LinkBanner = () => {
  const { store } = useEngine()
  const state = useStoreState(whole)
  const nowMs = useNowMs()
  const link = linkState(state, nowMs)
  return (
    <div className={styles.place} role="status">
      {(link === 'lost' || link === 'quiet') && (
        <Banner
          tone="warning"
          icon="lost"
          title={link === 'lost' ? 'No connection to the app.' : 'The app does not answer.'}
          action={<Button onPress={() => void store.refresh()}>Try now</Button>}
        >
          What you see is from {formatClock(state.receivedAtMs / 1000)}
          <span aria-hidden="true"> ({formatDuration((nowMs - state.receivedAtMs) / 1000)} ago)</span>. It connects
          again by itself.
        </Banner>
      )}
    </div>
  )
}
