import { type ReactNode, useId, useRef } from 'react'
import { classNames } from '../../ui/class-names.ts'
import { Icon } from '../../ui/icon.tsx'
import styles from './flow-step.module.css'
import { useFocusWhen } from './use-focus-when.ts'

export type StepState = 'later' | 'current' | 'done' | 'failed'

type Props = {
  number: number
  title: string
  state: StepState
  /** Takes the focus when it becomes the current one. */
  takesFocus?: boolean
  aside?: ReactNode
  children?: ReactNode
}

/** One of the numbered steps of an action. */
export const FlowStep = ({ number, title, state, takesFocus = false, aside, children }: Props) => {
  const id = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  useFocusWhen(heading, takesFocus, 'start')
  return (
    <section className={classNames(styles.step, styles[state])} aria-labelledby={id} data-state={state}>
      <header className={styles.header}>
        <span className={styles.number} aria-hidden="true">
          {state === 'done' ? <Icon name="ok" size={14} /> : number}
        </span>
        <h2 className={styles.title} id={id} ref={heading} tabIndex={-1}>
          {title}
        </h2>
        {aside}
      </header>
      {children && <div className={styles.content}>{children}</div>}
    </section>
  )
}
