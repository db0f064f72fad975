import { type ReactNode, useEffect, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { classNames } from './class-names.ts'
import { copyText } from './copy-text.ts'
import styles from './exact-value.module.css'
import { Tooltip } from './tooltip.tsx'

type Props = {
  /** What is shown. */
  children: ReactNode
  /** The whole value, shown on hover and focus, copied on press. */
  exact: string
  /** What a screen reader says instead of the short form. */
  label?: string
  mono?: boolean
}

type Outcome = 'idle' | 'copied' | 'refused'
const hints: Record<Outcome, string> = { idle: 'Press to copy', copied: 'Copied', refused: 'Could not copy' }

/** A short form that gives its exact value on demand, for mouse and keyboard alike. */
export const ExactValue = ({ children, exact, label, mono = false }: Props) => {
  const [outcome, setOutcome] = useState<Outcome>('idle')
  useEffect(() => {
    if (outcome === 'idle') return
    const id = setTimeout(() => setOutcome('idle'), 1_500)
    return () => clearTimeout(id)
  }, [outcome])
  const copy = async () => setOutcome((await copyText(exact)) ? 'copied' : 'refused')
  const hint = (
    <>
      <span className={classNames(mono && styles.mono)}>{exact}</span>
      <span className={styles.hint}>{hints[outcome]}</span>
    </>
  )
  return (
    <Tooltip hint={hint} held={outcome !== 'idle'}>
      <AriaButton
        className={classNames(styles.value, mono && styles.mono)}
        onPress={() => void copy()}
        {...(label !== undefined && { 'aria-label': label })}
      >
        {children}
      </AriaButton>
    </Tooltip>
  )
}
