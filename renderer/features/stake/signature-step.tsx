import type { PreparedTx } from '../../../shared/domain/action.ts'
import { useNowMs } from '../../app/engine-context.tsx'
import { formatCountdown } from '../../format/duration.ts'
import { Button } from '../../ui/button.tsx'
import type { Flow } from './flow.ts'
import { FlowStep } from './flow-step.tsx'
import { KeySignature } from './key-signature.tsx'
import { LedgerSignature } from './ledger-signature.tsx'
import styles from './signature-step.module.css'
import { texts } from './texts.ts'
import { useDesk } from './use-desk.ts'

/** Step 4: by the key in the app after a question, or on the Ledger beside what it shows. */
export const SignatureStep = ({ flow }: { flow: Flow }) => {
  const { tx } = flow
  const expired = useNowMs() >= (tx?.expiresAtSec ?? Number.POSITIVE_INFINITY) * 1000
  return (
    <FlowStep
      number={4}
      title={texts.signature}
      state={tx === null ? 'later' : 'current'}
      takesFocus={tx !== null}
      aside={tx && <Expiry tx={tx} />}
    >
      {tx && expired && flow.signing.state !== 'busy' ? (
        <Expired flow={flow} tx={tx} />
      ) : tx?.signer.means === 'device' ? (
        <LedgerSignature flow={flow} tx={tx} />
      ) : (
        tx && <KeySignature flow={flow} tx={tx} />
      )}
    </FlowStep>
  )
}

const Expiry = ({ tx: { expiresAtSec } }: { tx: PreparedTx }) => {
  const leftSec = expiresAtSec - useNowMs() / 1000
  return (
    <span className={styles.expiry}>
      {texts.validFor} <time role="timer">{formatCountdown(leftSec)}</time>
    </span>
  )
}

const Expired = ({ flow: { kind }, tx }: { flow: Flow; tx: PreparedTx }) => {
  const desk = useDesk()
  const prepare = () =>
    tx.replaces === null
      ? desk.review(kind)
      : desk.takePlace(kind, tx.replaces, tx.step === 'cancel' ? 'actions.cancel' : 'actions.replace')
  return (
    <div className={styles.expired}>
      <p>{texts.expired}</p>
      <Button kind="primary" onPress={() => void prepare()}>
        {texts.prepareAgain}
      </Button>
    </div>
  )
}
