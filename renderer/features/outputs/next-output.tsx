import type { EngineSnapshot } from '../../../shared/domain/snapshot.ts'
import { Countdown } from '../../app/countdown.tsx'
import { useChainNowSec, useSnapshot } from '../../app/engine-context.tsx'
import { formatInteger } from '../../format/amount.ts'

/** When the next output can be expected, as the engine knows it; nothing while it does not. */
export const NextOutput = () => {
  const next = useSnapshot()?.next ?? null
  return next && <Due next={next} />
}

const Due = ({ next }: { next: NonNullable<EngineSnapshot['next']> }) => {
  const nowSec = useChainNowSec()
  return (
    <p>
      Output {formatInteger(next.outputIndex)}{' '}
      {next.dueAtSec > nowSec ? (
        <>
          is due in <Countdown toSec={next.dueAtSec} />.
        </>
      ) : (
        'is due now.'
      )}
    </p>
  )
}
