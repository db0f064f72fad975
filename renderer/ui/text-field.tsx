import type { ReactNode } from 'react'
import { FieldError } from 'react-aria-components/FieldError'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { Text } from 'react-aria-components/Text'
import { TextField as AriaTextField } from 'react-aria-components/TextField'
import styles from './text-field.module.css'

type Props = {
  label: string
  value: string
  onChange: (value: string) => void
  hint: string
  /** What is wrong with it; takes the hint's place. */
  problem: string | null
  /** Behind the value: a unit, a button. */
  aside?: ReactNode
  mono?: boolean
  disabled?: boolean
  inputMode?: 'decimal' | 'numeric' | 'text'
  /** What is typed is not shown. */
  secret?: boolean
  /** The label is for screen readers only. */
  labelHidden?: boolean
  autoFocus?: boolean
}

/** One line of text with its name above and its hint or problem below, where nothing moves when they change. */
export const TextField = ({
  label,
  value,
  onChange,
  hint,
  problem,
  aside,
  mono = false,
  disabled = false,
  inputMode = 'text',
  secret = false,
  labelHidden = false,
  autoFocus = false
}: Props) => (
  <AriaTextField
    className={styles.field ?? ''}
    value={value}
    onChange={onChange}
    isInvalid={problem !== null}
    isDisabled={disabled}
    autoFocus={autoFocus}
    validationBehavior="aria"
    inputMode={inputMode}
    type={secret ? 'password' : 'text'}
    autoComplete="off"
    spellCheck="false"
  >
    <Label className={(labelHidden ? styles.hidden : styles.label) ?? ''}>{label}</Label>
    <span className={styles.box}>
      <Input className={styles.input ?? ''} data-mono={mono || undefined} />
      {aside && <span className={styles.aside}>{aside}</span>}
    </span>
    {problem === null ? (
      <Text slot="description" className={styles.hint ?? ''}>
        {hint}
      </Text>
    ) : (
      <FieldError className={styles.problem ?? ''}>{problem}</FieldError>
    )}
  </AriaTextField>
)
