import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import styles from './button.module.css'
import { classNames } from './class-names.ts'

type Props = {
  children: ReactNode
  onPress?: () => void
  kind?: 'plain' | 'primary' | 'danger' | 'quiet'
  pending?: boolean
  disabled?: boolean
  /** For buttons that show an icon only. */
  label?: string
  autoFocus?: boolean
  /** `submit` sends the form that it stands in. */
  type?: 'button' | 'submit'
}

/** While `pending` it keeps its size and focus, and presses do nothing. */
export const Button = ({
  children,
  onPress,
  kind = 'plain',
  pending = false,
  disabled = false,
  label,
  autoFocus = false,
  type = 'button'
}: Props) => (
  <AriaButton
    type={type}
    className={classNames(styles.button, styles[kind])}
    isPending={pending}
    isDisabled={disabled}
    autoFocus={autoFocus}
    {...(onPress && { onPress })}
    {...(label !== undefined && { 'aria-label': label })}
  >
    {children}
  </AriaButton>
)
