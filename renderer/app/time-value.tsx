import { formatExact, formatRelative, formatWhen } from '../format/time.ts'
import { ExactValue } from '../ui/exact-value.tsx'
import { useChainNowSec } from './engine-context.tsx'

type Props = { sec: number; form?: 'relative' | 'local' }

/** A moment: relative or local, its exact form on demand. */
export const TimeValue = ({ sec, form = 'local' }: Props) => {
  const nowSec = useChainNowSec()
  return (
    <ExactValue exact={formatExact(sec)}>
      {form === 'relative' ? formatRelative(sec, nowSec) : formatWhen(sec, nowSec)}
    </ExactValue>
  )
}
