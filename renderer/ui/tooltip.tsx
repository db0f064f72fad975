import { type ReactElement, type ReactNode, useState } from 'react'
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components/Tooltip'
import styles from './tooltip.module.css'

type Props = { hint: ReactNode; children: ReactElement; held?: boolean }

/** A hint on hover and on keyboard focus; `children` must be focusable (a React Aria button). A press closes it, unless `held`. */
export const Tooltip = ({ hint, children, held = false }: Props) => {
  const [open, setOpen] = useState(false)
  return (
    <TooltipTrigger delay={350} closeDelay={80} isOpen={open || held} onOpenChange={setOpen}>
      {children}
      <AriaTooltip className={styles.tooltip ?? ''} offset={6}>
        {hint}
      </AriaTooltip>
    </TooltipTrigger>
  )
}
