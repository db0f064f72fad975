import type { ReactElement, ReactNode } from 'react'
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components/Tooltip'
import styles from './tooltip.module.css'

/** A hint on hover and on keyboard focus; `children` must be focusable (a React Aria button). */
export const Tooltip = ({ hint, children }: { hint: ReactNode; children: ReactElement }) => (
  <TooltipTrigger delay={350} closeDelay={80}>
    {children}
    <AriaTooltip className={styles.tooltip ?? ''} offset={6}>
      {hint}
    </AriaTooltip>
  </TooltipTrigger>
)
