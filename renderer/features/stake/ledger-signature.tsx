import { useState, useSyncExternalStore } from 'react'
import type { PreparedTx } from '../../../shared/domain/action.ts'
import type { EngineSnapshot } from '../../../shared/domain/snapshot.ts'
import { useSnapshot } from '../../app/engine-context.tsx'
import { DeviceLines, DevicePicture } from '../../ledger/device-picture.tsx'
import { LedgerFailure } from '../../ledger/ledger-problem.ts'
import { PracticeDevice } from '../../ledger/practice-device.tsx'
import { usePracticeLedger } from '../../ledger/use-practice-ledger.ts'
import { Button } from '../../ui/button.tsx'
import { HexValue } from '../../ui/hex-value.tsx'
import { deviceFields } from './device-fields.ts'
import type { Flow, Signing } from './flow.ts'
import styles from './ledger-signature.module.css'
import { ledgerInstructions } from './ledger-steps.ts'
import { SigningNotice } from './signing-notice.tsx'
import { texts } from './texts.ts'
import { useDesk, useLedger } from './use-desk.ts'

const practiceOf = (snapshot: EngineSnapshot | null): boolean => snapshot?.network.practice ?? false

/** What the device shows, beside what to do with it. */
export const LedgerSignature = ({ flow, tx }: { flow: Flow; tx: PreparedTx }) => {
  const desk = useDesk()
  const { signing } = flow
  // Pressed again while it is busy, it does nothing; it keeps the focus meanwhile.
  const busy = signing.state === 'busy'
  const tried = signing.state === 'problem' || signing.state === 'error'
  const practice = practiceOf(useSnapshot())
  return (
    <>
      <div className={styles.columns}>
        <div>
          <h3 className={styles.subtitle}>{texts.ledgerTitle}</h3>
          <DevicePicture label={texts.ledgerTitle}>
            <DeviceLines lines={deviceFields(tx)} />
          </DevicePicture>
        </div>
        <div>
          <Account tx={tx} />
          <ol className={styles.steps}>
            {ledgerInstructions(signing, { blind: tx.data !== '0x' }).map(({ text, state }) => (
              <li key={text} data-state={state}>
                {text}
              </li>
            ))}
          </ol>
          {tx.step === 'approve' && <p className={styles.hint}>{texts.compareApproval}</p>}
        </div>
        {practice && <Practice />}
      </div>
      <SigningNotice signing={signing} />
      <div className={styles.actions}>
        <p className={styles.progress} role="status">
          {busyText(signing)}
        </p>
        <Button kind={busy ? 'plain' : 'primary'} onPress={() => void desk.sign(flow.kind)}>
          {busy ? texts.waiting : tried ? texts.signAgain : texts.signOnLedger}
        </Button>
      </div>
    </>
  )
}

const busyText = (signing: Signing): string => (signing.state === 'busy' ? texts.busy[signing.step] : '')

/** Which account on the device it is, and the way to see it there. */
const Account = ({ tx: { signer } }: { tx: PreparedTx }) => {
  const ledger = useLedger()
  useSyncExternalStore(ledger.subscribe, ledger.link, ledger.link)
  const [shown, setShown] = useState<Signing | { state: 'confirmed' }>({ state: 'idle' })
  const place = ledger.placeOf(signer.address)
  const show = async () => {
    setShown({ state: 'busy', step: 'connecting' })
    try {
      await ledger.show(signer.address, (step) => setShown({ state: 'busy', step }), signer.path)
      setShown({ state: 'confirmed' })
    } catch (error) {
      setShown({ state: 'problem', problem: error instanceof LedgerFailure ? error.problem : 'UNKNOWN' })
    }
  }
  return (
    <div className={styles.account}>
      <dl>
        <dt>{texts.from}</dt>
        <dd>
          <HexValue hex={signer.address} ends={6} what="account" />
        </dd>
        <dt>{texts.accountPath}</dt>
        <dd>
          {place ? <code>{place.path}</code> : <span className={styles.hint}>{texts.accountUnknown}</span>}{' '}
          {shown.state === 'confirmed' && <span className={styles.confirmed}>{texts.accountConfirmed}</span>}
        </dd>
      </dl>
      <Button pending={shown.state === 'busy'} onPress={() => void show()}>
        {texts.showOnLedger}
      </Button>
      {shown.state === 'problem' && <SigningNotice signing={shown} />}
    </div>
  )
}

const Practice = () => {
  const view = usePracticeLedger()
  return (
    <div className={styles.practice}>
      <div>
        <h3 className={styles.subtitle}>{texts.practiceLedger}</h3>
        <PracticeDevice {...view} />
      </div>
      <p className={styles.hint}>
        {texts.practiceHint} <a href="#/practice">{texts.practiceMore}</a>
      </p>
    </div>
  )
}
