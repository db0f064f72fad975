import { useState } from 'react'
import type { PreparedTx } from '../../../shared/domain/action.ts'
import { Amount } from '../../ui/amount.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { argumentText } from './call-texts.ts'
import type { Flow } from './flow.ts'
import styles from './key-signature.module.css'
import { QuantityValue } from './quantity-value.tsx'
import { SigningNotice } from './signing-notice.tsx'
import { actionTexts, stepTexts, texts } from './texts.ts'
import { useDesk } from './use-desk.ts'

/** The app signs, once it was asked and answered. */
export const KeySignature = ({ flow, tx }: { flow: Flow; tx: PreparedTx }) => {
  const desk = useDesk()
  const [asking, setAsking] = useState(false)
  const busy = flow.signing.state === 'busy'
  const sign = () => {
    setAsking(false)
    void desk.sign(flow.kind)
  }
  return (
    <>
      <p className={styles.hint}>{texts.keyHint}</p>
      <SigningNotice signing={flow.signing} />
      <div className={styles.actions}>
        <Button kind={busy ? 'plain' : 'primary'} onPress={() => setAsking(!busy)}>
          {busy ? texts.signing : texts.signAndSend}
        </Button>
      </div>
      <Dialog
        title={texts.confirmTitle}
        open={asking}
        onClose={() => setAsking(false)}
        role="alertdialog"
        actions={
          <>
            <Button autoFocus onPress={() => setAsking(false)}>
              {texts.confirmNo}
            </Button>
            <Button kind="primary" onPress={sign}>
              {texts.confirmYes}
            </Button>
          </>
        }
      >
        <Question tx={tx} />
      </Dialog>
    </>
  )
}

const Question = ({ tx }: { tx: PreparedTx }) => (
  <>
    <p className={styles.verb}>{tx.step === 'call' ? actionTexts[tx.kind].verb : stepTexts[tx.step]}</p>
    <dl className={styles.values}>
      {tx.call.args.map(({ name, value }) => (
        <div key={name}>
          <dt>{argumentText(name)}</dt>
          <dd>
            <QuantityValue quantity={value} />
          </dd>
        </div>
      ))}
      <div>
        <dt>{texts.feeMost}</dt>
        <dd>
          <Amount wei={tx.maxCostWei} unit="ETH" decimals={6} />
        </dd>
      </div>
    </dl>
  </>
)
