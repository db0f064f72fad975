import { Segmented } from '../../../ui/segmented.tsx'
import { valueAt } from '../draft.ts'
import { ChoiceSetting, PartProblem, TextSetting } from '../fields.tsx'
import { KeysPanel } from '../keys/keys-panel.tsx'
import { useDesk } from '../use-settings.ts'
import { Group } from './group.tsx'
import styles from './section.module.css'

const sources = [
  { value: 'vault', text: 'In this app' },
  { value: 'keystore', text: 'Keystore file' },
  { value: 'environment', text: 'Variable' },
  { value: 'ledger', text: 'Ledger' },
  { value: 'none', text: 'Watch only' }
] as const
type Source = (typeof sources)[number]['value']

const fresh: Record<Source, Record<string, unknown>> = {
  vault: { source: 'vault' },
  keystore: { source: 'keystore', path: '' },
  environment: { source: 'environment', variable: 'VALIDATOR_PRIVATE_KEY' },
  ledger: { source: 'ledger', account: '' },
  none: { source: 'none', account: '' }
}

const about: Record<Source, string> = {
  vault: 'Encrypted in this app’s vault, and never shown again.',
  keystore:
    'A Web3 Secret Storage file on this machine. Without a passphrase file, the passphrase is asked for where the app was started.',
  environment: 'Read once when the app starts, and taken out of the environment.',
  ledger: 'Every output is prepared here and signed by you on the device. Nothing is sent while you sleep.',
  none: 'The app watches this account and sends nothing.'
}

/** Where the validator's key comes from; the key itself is no setting. */
export const KeySection = () => {
  const { draft } = useDesk()
  if (draft.network === 'practice')
    return (
      <Group>
        <p className={styles.text}>The practice network makes a key of its own for your validator.</p>
        <ChoiceSetting
          path="validatorKey"
          label="The validator signs with"
          hint="With the Ledger, the app submits nothing by itself: each signature is a walk to the practice device."
          options={[
            { value: 'app', text: 'A key in the app' },
            { value: 'ledger', text: 'The practice Ledger' }
          ]}
          fallback="app"
        />
      </Group>
    )
  return (
    <>
      <KeySource />
      {valueAt(draft, 'key.source') === 'vault' && <KeysPanel />}
    </>
  )
}

/** Also a step of the first start. */
export const KeySource = () => {
  const { draft, set } = useDesk()
  const source = (valueAt(draft, 'key.source') ?? 'vault') as Source
  return (
    <Group>
      <div>
        <Segmented
          label="Where the key is"
          value={source}
          options={sources}
          onChange={(next) => set('key', fresh[next])}
        />
      </div>
      <p className={styles.text}>{about[source]}</p>
      <PartProblem path="key" />
      {source === 'keystore' && (
        <div className={styles.paths}>
          <TextSetting path="key.path" label="Keystore file" hint="Its whole path" mono />
          <TextSetting
            path="key.passphraseFile"
            label="Passphrase file"
            hint="Optional: its first line is the passphrase"
            mono
          />
        </div>
      )}
      {source === 'environment' && <TextSetting path="key.variable" label="Name of the variable" mono />}
      {(source === 'ledger' || source === 'none') && (
        <TextSetting path="key.account" label="Account of the validator" hint="0x and 40 hex digits" mono />
      )}
      {source === 'ledger' && (
        <TextSetting path="key.path" label="Path on the Ledger" hint="44'/60'/0'/0/0 when empty" mono />
      )}
    </Group>
  )
}
