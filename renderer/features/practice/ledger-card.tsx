import type { PracticeLedgerAction, PracticeLedgerState } from '../../../shared/domain/practice-ledger.ts'
import { errorText } from '../../app/error-texts.ts'
import { PracticeDevice } from '../../ledger/practice-device.tsx'
import { handleTexts } from '../../ledger/practice-device-texts.ts'
import { usePracticeLedger } from '../../ledger/use-practice-ledger.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ErrorState } from '../../ui/notice.tsx'
import { type Handle, handlesOf } from './handles.ts'
import styles from './ledger-card.module.css'
import { texts } from './texts.ts'

/** The device with its screen and buttons, and everything else that can happen to it. */
export const LedgerCard = () => {
  const view = usePracticeLedger()
  const { state, error, control } = view
  return (
    <Card title={texts.ledger}>
      <p className={styles.about}>
        {texts.ledgerAbout} <a href="#/stake/withdraw">{texts.toStake}</a>
      </p>
      {error !== null && !error.retryable ? (
        <ErrorState title={texts.failed}>{errorText(error).todo}</ErrorState>
      ) : (
        <div className={styles.columns}>
          <PracticeDevice {...view} />
          {state?.device === 'double' && <Handles state={state} control={control} />}
        </div>
      )}
    </Card>
  )
}

type HandlesProps = { state: PracticeLedgerState; control: (action: PracticeLedgerAction) => void }

const Handles = ({ state, control }: HandlesProps) => (
  <div>
    <h3 className={styles.subtitle}>{texts.handles}</h3>
    <ul className={styles.handles}>
      {handlesOf(state).map((handle) => (
        <Row key={handle.name} handle={handle} control={control} />
      ))}
    </ul>
  </div>
)

const Row = ({ handle: { name, now, usual, action }, control }: { handle: Handle } & Pick<HandlesProps, 'control'>) => (
  <li className={styles.handle}>
    <span className={styles.name}>{name}</span>
    <Badge tone={usual ? 'neutral' : 'warning'}>{now}</Badge>
    <Button onPress={() => control(action)}>{handleTexts[action]}</Button>
  </li>
)
