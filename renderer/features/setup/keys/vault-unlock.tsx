import { type FormEvent, useState } from 'react'
import type { VaultView } from '../../../../shared/domain/vault.ts'
import { useNowMs } from '../../../app/engine-context.tsx'
import { useVault, type VaultState } from '../../../app/use-vault.ts'
import { Button } from '../../../ui/button.tsx'
import { SecretField } from '../../../ui/secret-field.tsx'
import styles from './form.module.css'
import { emptyPair, isGood, NewPassphrase } from './new-passphrase.tsx'
import { texts } from './texts.ts'
import { useSubmit } from './use-submit.ts'

/** Opens the vault, whatever that takes on this computer; says that it is open once it is. */
export const VaultUnlock = ({ autoFocus = false }: { autoFocus?: boolean }) => (
  <UnlockForm {...useVault()} autoFocus={autoFocus} />
)

/** The same with a state that is known already. */
export const UnlockForm = ({ vault, accept, autoFocus = false }: VaultState & { autoFocus?: boolean }) => {
  if (vault === null || vault.state === 'opening')
    return <p className={styles.text}>{vault ? texts.opening : texts.loading}</p>
  if (vault.state === 'open')
    return <p className={styles.text}>{vault.kind === 'keychain' ? texts.openKeychain : texts.open}</p>
  if (vault.problem) return <Problem vault={vault} accept={accept} />
  if (vault.state === 'none') return <Choose accept={accept} />
  return <Unlock vault={vault} accept={accept} autoFocus={autoFocus} />
}

type Accept = Pick<VaultState, 'accept'>

const Problem = ({ vault, accept }: Accept & { vault: VaultView }) => {
  const unlock = useSubmit('vault.unlock')
  const again = async () => {
    const view = await unlock.run({ passphrase: null })
    if (view) accept(view)
  }
  return (
    <div className={styles.form} role="alert">
      <p className={styles.bad}>{vault.problem?.message}</p>
      {vault.problem?.code === 'VAULT_KEYCHAIN_FAILED' && (
        <div className={styles.actions}>
          <Button kind="primary" pending={unlock.busy} onPress={() => void again()}>
            {texts.tryAgain}
          </Button>
        </div>
      )}
    </div>
  )
}

const Choose = ({ accept }: Accept) => {
  const [pair, setPair] = useState(emptyPair)
  const choose = useSubmit('vault.choosePassphrase')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!isGood(pair) || choose.busy) return
    const view = await choose.run({ passphrase: pair.first })
    if (view === null) return
    setPair(emptyPair)
    accept(view)
  }
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)}>
      <h3 className={styles.title}>{texts.chooseTitle}</h3>
      <p className={styles.text}>{texts.chooseWhy}</p>
      <NewPassphrase label={texts.newPassphrase} pair={pair} onChange={setPair} disabled={choose.busy} />
      <p className={styles.small}>{texts.chooseOnce}</p>
      <p className={styles.bad} role="alert">
        {choose.problem}
      </p>
      <div className={styles.actions}>
        <Button kind="primary" type="submit" disabled={!isGood(pair)} pending={choose.busy}>
          {texts.choose}
        </Button>
      </div>
    </form>
  )
}

const Unlock = ({ vault, accept, autoFocus }: Accept & { vault: VaultView; autoFocus: boolean }) => {
  const [passphrase, setPassphrase] = useState('')
  const unlock = useSubmit('vault.unlock')
  const waitSec = Math.ceil((vault.waitUntilMs - useNowMs()) / 1000)
  const ready = passphrase !== '' && waitSec <= 0
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!ready || unlock.busy) return
    const view = await unlock.run({ passphrase })
    setPassphrase('')
    if (view) accept(view)
  }
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)}>
      <p className={styles.text}>{texts.unlockWhy}</p>
      <SecretField
        label={texts.passphrase}
        value={passphrase}
        onChange={(next) => {
          unlock.clear()
          setPassphrase(next)
        }}
        hint={texts.unlockHint}
        problem={unlock.problem}
        disabled={unlock.busy}
        autoFocus={autoFocus}
      />
      <div className={styles.actions}>
        <Button kind="primary" type="submit" disabled={!ready} pending={unlock.busy}>
          {texts.unlock}
        </Button>
        <span className={styles.small} role="status">
          {waitSec > 0 && `${texts.waits} ${waitSec} s`}
        </span>
      </div>
      <p className={styles.small}>{texts.forgotten}</p>
    </form>
  )
}
