import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Switch } from '../../ui/switch.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { numberTyped } from './draft.ts'
import styles from './fields.module.css'
import { texts } from './texts.ts'
import { useDesk, useSetting } from './use-settings.ts'

type Field = { path: string; label: string; hint?: string }

/** A text of the draft; empty is left out. */
export const TextSetting = ({ path, label, hint = '', mono = false }: Field & { mono?: boolean }) => {
  const { value, problem, set, disabled } = useSetting(path)
  return (
    <TextField
      label={label}
      hint={hint}
      mono={mono}
      value={typeof value === 'string' ? value : ''}
      problem={problem}
      disabled={disabled}
      onChange={(text) => set(text === '' ? undefined : text)}
    />
  )
}

/** A number of the draft; empty is left out, and the default holds. */
export const NumberSetting = ({ path, label, hint = '', unit }: Field & { unit?: string }) => {
  const { value, problem, set, disabled } = useSetting(path)
  const [typed, setTyped] = useState(textOf(value))
  // What is typed stands as it is, until somebody else changes the value.
  const shown = numberTyped(typed) === value ? typed : textOf(value)
  return (
    <TextField
      label={label}
      hint={hint}
      value={shown}
      problem={problem}
      disabled={disabled}
      inputMode="decimal"
      aside={unit}
      onChange={(text) => {
        setTyped(text)
        set(numberTyped(text))
      }}
    />
  )
}

const textOf = (value: unknown): string => (value === undefined || value === null ? '' : String(value))

/** `fallback` is what holds when nothing is set. */
export const SwitchSetting = ({ path, label, hint, fallback }: Field & { fallback: boolean }) => {
  const { value, set, disabled } = useSetting(path)
  return (
    <Switch
      label={label}
      {...(hint !== undefined && { hint })}
      on={typeof value === 'boolean' ? value : fallback}
      disabled={disabled}
      onChange={set}
    />
  )
}

export const ChoiceSetting = <T extends string>({
  path,
  label,
  hint,
  options,
  fallback
}: Field & { options: readonly { value: T; text: string }[]; fallback: T }) => {
  const { value, problem, set } = useSetting(path)
  return (
    <div className={styles.choice}>
      <p className={styles.label} aria-hidden="true">
        {label}
      </p>
      <Segmented label={label} value={(value as T | undefined) ?? fallback} options={options} onChange={set} />
      <p className={problem === null ? styles.hint : styles.problem}>{problem ?? hint ?? ''}</p>
    </div>
  )
}

/** A list of addresses, the preferred one first. */
export const UrlListSetting = ({ path, label, hint = '', optional = false }: Field & { optional?: boolean }) => {
  const { mayChange } = useDesk()
  const { value, problem, set } = useSetting(path)
  const urls = Array.isArray(value) ? (value as string[]) : []
  const put = (next: string[]) => set(optional && next.length === 0 ? undefined : next)
  return (
    <fieldset className={styles.list}>
      <legend className={styles.label}>{label}</legend>
      <p className={problem === null ? styles.hint : styles.problem}>{problem ?? hint}</p>
      {urls.map((url, i) => {
        const place = `${path}.${i}`
        return (
          <UrlField
            key={place}
            path={place}
            label={`${label} ${i + 1}`}
            url={url}
            onChange={(text) => put(urls.with(i, text))}
          >
            <Button
              kind="quiet"
              label={texts.remove(`${label} ${i + 1}`)}
              disabled={!mayChange || (urls.length === 1 && !optional)}
              onPress={() => put(urls.filter((_, at) => at !== i))}
            >
              <Icon name="close" size={16} />
            </Button>
          </UrlField>
        )
      })}
      <div>
        <Button disabled={!mayChange} onPress={() => put([...urls, ''])}>
          {texts.addAddress}
        </Button>
      </div>
    </fieldset>
  )
}

type UrlProps = {
  path: string
  label: string
  url: string
  onChange: (text: string) => void
  children: React.ReactNode
}

const UrlField = ({ path, label, url, onChange, children }: UrlProps) => {
  const { problem, disabled } = useSetting(path)
  return (
    <div className={styles.url}>
      <TextField
        label={label}
        labelHidden
        mono
        value={url}
        hint={url.includes('•••') ? texts.hiddenAddress : ''}
        problem={problem}
        disabled={disabled}
        onChange={onChange}
      />
      {children}
    </div>
  )
}

/** What is wrong with a part as a whole. */
export const PartProblem = ({ path }: { path: string }) => {
  const { problem } = useSetting(path)
  return problem === null ? null : (
    <p className={styles.problem} role="alert">
      {problem}
    </p>
  )
}
