import { Switch as AriaSwitch } from 'react-aria-components/Switch'
import styles from './switch.module.css'

type Props = {
  label: string
  /** Below the label, part of what a screen reader says. */
  hint?: string
  on: boolean
  onChange: (on: boolean) => void
  disabled?: boolean
}

/** Something that is on or off, with its name and what it means beside it. */
export const Switch = ({ label, hint, on, onChange, disabled = false }: Props) => (
  <AriaSwitch className={styles.switch ?? ''} isSelected={on} onChange={onChange} isDisabled={disabled}>
    <span className={styles.track}>
      <span className={styles.thumb} />
    </span>
    <span className={styles.words}>
      <span className={styles.label}>{label}</span>
      {hint !== undefined && <span className={styles.hint}>{hint}</span>}
    </span>
  </AriaSwitch>
)
