import type { ReactNode } from 'react'
import { Checkbox as AriaCheckbox } from 'react-aria-components/Checkbox'
import styles from './checkbox.module.css'

type Props = { children: ReactNode; on: boolean; onChange: (on: boolean) => void; disabled?: boolean }

/** Something that is chosen or agreed to. */
export const Checkbox = ({ children, on, onChange, disabled = false }: Props) => (
  <AriaCheckbox className={styles.checkbox ?? ''} isSelected={on} onChange={onChange} isDisabled={disabled}>
    <span className={styles.box} aria-hidden="true">
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d="M3 8.5 6.5 12 13 4.5" />
      </svg>
    </span>
    <span>{children}</span>
  </AriaCheckbox>
)
