import { SecretField } from '../../../ui/secret-field.tsx'
import { texts } from './texts.ts'

export type Pair = { first: string; second: string }
export const emptyPair: Pair = { first: '', second: '' }

const shortest = 8
const isShort = (text: string): boolean => [...text].length < shortest

/** Whether it may be chosen. */
export const isGood = ({ first, second }: Pair): boolean => !isShort(first) && first === second

type Props = { label: string; pair: Pair; onChange: (pair: Pair) => void; disabled?: boolean }

/** A passphrase that is chosen, typed twice. */
export const NewPassphrase = ({ label, pair, onChange, disabled = false }: Props) => {
  const { first, second } = pair
  return (
    <>
      <SecretField
        label={label}
        value={first}
        onChange={(next) => onChange({ ...pair, first: next })}
        hint={texts.newHint}
        problem={first !== '' && isShort(first) && second !== '' ? texts.tooShort : null}
        disabled={disabled}
      />
      <SecretField
        label={texts.repeat}
        value={second}
        onChange={(next) => onChange({ ...pair, second: next })}
        hint=""
        problem={second !== '' && !first.startsWith(second) ? texts.notSame : null}
        disabled={disabled}
      />
    </>
  )
}
