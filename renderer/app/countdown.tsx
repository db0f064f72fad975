import { formatCountdown, isoDuration } from '../format/duration.ts'
import { useChainNowSec } from './engine-context.tsx'

/** Time left until a moment in chain time, once a second, in digits of one width. Not announced: it changes all the time. */
export const Countdown = ({ toSec }: { toSec: number }) => {
  const left = toSec - useChainNowSec()
  return (
    <time dateTime={isoDuration(left)} role="timer" aria-live="off">
      {formatCountdown(left)}
    </time>
  )
}
