import type { ReactNode } from 'react'
import { Label } from 'react-aria-components/Label'
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup'
import styles from './segmented.module.css'

type Option<T extends string> = { value: T; text: ReactNode; label?: string }
type Props<T extends string> = { label: string; value: T; options: readonly Option<T>[]; onChange: (value: T) => void }

/** One of a few, all of them visible. `label` names the group for screen readers. */
export const Segmented = <T extends string>({ label, value, options, onChange }: Props<T>) => (
  <RadioGroup
    className={styles.group ?? ''}
    orientation="horizontal"
    value={value}
    onChange={(next) => onChange(next as T)}
  >
    <Label className={styles.label ?? ''}>{label}</Label>
    {options.map((option) => (
      <Radio
        key={option.value}
        value={option.value}
        className={styles.option ?? ''}
        {...(option.label !== undefined && { 'aria-label': option.label })}
      >
        {option.text}
      </Radio>
    ))}
  </RadioGroup>
)
