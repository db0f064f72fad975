import type { VaultView } from '../../../../shared/domain/vault.ts'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { SecretField } from '../../../ui/secret-field.tsx'
import { texts } from './texts.ts'

export type Confirm = { confirmed: boolean; passphrase: string }
export const unconfirmed: Confirm = { confirmed: false, passphrase: '' }

/** What main wants to hear before it touches a kept key; null while something is missing. */
export const confirmationOf = (
  { confirmed, passphrase }: Confirm,
  kind: VaultView['kind']
): { confirmed: true; passphrase: string | null } | null => {
  if (!confirmed || (kind === 'passphrase' && passphrase === '')) return null
  return { confirmed, passphrase: kind === 'passphrase' ? passphrase : null }
}

type Props = {
  kind: VaultView['kind']
  label: string
  value: Confirm
  onChange: (value: Confirm) => void
  problem: string | null
  disabled: boolean
}

/** That it is the operator, and means it. */
export const OperatorConfirm = ({ kind, label, value, onChange, problem, disabled }: Props) => (
  <>
    {kind === 'passphrase' && (
      <SecretField
        label={texts.passphrase}
        value={value.passphrase}
        onChange={(passphrase) => onChange({ ...value, passphrase })}
        hint={texts.unlockHint}
        problem={problem}
        disabled={disabled}
      />
    )}
    <Checkbox on={value.confirmed} onChange={(confirmed) => onChange({ ...value, confirmed })} disabled={disabled}>
      {label}
    </Checkbox>
  </>
)
