import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import styles from './hint.module.css'
import { Tooltip } from './tooltip.tsx'

/** A small question mark that explains a word of the domain, on hover, focus or press. */
export const Hint = ({ term, children }: { term: string; children: string }) => {
  const [held, setHeld] = useState(false)
  return (
    <Tooltip hint={<span className={styles.text}>{children}</span>} held={held}>
      <AriaButton
        className={styles.hint ?? ''}
        aria-label={`What is: ${term}?`}
        onPress={() => setHeld(!held)}
        onBlur={() => setHeld(false)}
        onHoverEnd={() => setHeld(false)}
      >
        ?
      </AriaButton>
    </Tooltip>
  )
}
