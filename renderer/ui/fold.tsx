import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Disclosure, DisclosurePanel } from 'react-aria-components/Disclosure'
import { Heading } from 'react-aria-components/Heading'
import styles from './fold.module.css'

type Props = { title: string; hint?: string; children: ReactNode }

/** A part that is opened when it is wanted; what was typed in it is gone when it is closed. */
export const Fold = ({ title, hint, children }: Props) => (
  <Disclosure className={styles.fold ?? ''}>
    {({ isExpanded }) => (
      <>
        <Heading level={3} className={styles.heading ?? ''}>
          <AriaButton slot="trigger" className={styles.trigger ?? ''}>
            <svg viewBox="0 0 16 16" aria-hidden="true" className={styles.arrow}>
              <path d="M6 3.5 10.5 8 6 12.5" />
            </svg>
            <span>{title}</span>
          </AriaButton>
        </Heading>
        {hint !== undefined && !isExpanded && <p className={styles.hint}>{hint}</p>}
        <DisclosurePanel className={styles.panel ?? ''}>{isExpanded && children}</DisclosurePanel>
      </>
    )}
  </Disclosure>
)
