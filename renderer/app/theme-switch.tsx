import { useState } from 'react'
import { Icon, type IconName } from '../ui/icon.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { applyTheme, readTheme, type ThemeChoice, themeChoices } from './theme.ts'
import styles from './theme-switch.module.css'

const looks: Record<ThemeChoice, { icon: IconName; label: string }> = {
  system: { icon: 'system', label: 'As the system' },
  light: { icon: 'sun', label: 'Light' },
  dark: { icon: 'moon', label: 'Dark' }
}

const options = themeChoices.map((value) => ({
  value,
  label: looks[value].label,
  text: <Icon name={looks[value].icon} size={15} />
}))

export const ThemeSwitch = () => {
  const [choice, setChoice] = useState(readTheme)
  const change = (next: ThemeChoice) => {
    applyTheme(next)
    setChoice(next)
  }
  return (
    <div className={styles.place}>
      <Segmented label="Colours" value={choice} options={options} onChange={change} />
    </div>
  )
}
