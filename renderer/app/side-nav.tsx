import { classNames } from '../ui/class-names.ts'
import { HiddenText } from '../ui/hidden-text.tsx'
import { Icon } from '../ui/icon.tsx'
import { useStoreState } from './engine-context.tsx'
import { screens } from './screens.ts'
import styles from './side-nav.module.css'
import type { StoreState } from './store.ts'
import { ThemeSwitch } from './theme-switch.tsx'
import { useAlertCount } from './use-alert-count.ts'

const AlertBadge = () => {
  const { active, worst } = useAlertCount()
  if (active === 0) return null
  return (
    <span className={styles.badge} data-severity={worst ?? undefined}>
      {active}
      <HiddenText>{active === 1 ? ' active alert' : ' active alerts'}</HiddenText>
    </span>
  )
}

const practiceOf = ({ snapshot }: StoreState): boolean => snapshot?.network.practice ?? false

const useShownScreens = () => {
  const practice = useStoreState(practiceOf)
  return screens.filter(({ practiceOnly, alone }) => !alone && (practice || !practiceOnly))
}

export const SideNav = ({ current }: { current: string }) => (
  <nav className={styles.nav} aria-label="Screens">
    <div className={styles.brand}>
      <img src="./icon.svg" alt="" width={28} height={28} />
      <span className={styles.name}>Kroma Validator</span>
    </div>
    <ul className={styles.list}>
      {useShownScreens().map(({ name, title, icon, end }) => (
        <li key={name} className={styles.place} data-end={end}>
          <a
            href={`#/${name}`}
            className={classNames(styles.link, name === current && styles.current)}
            aria-current={name === current ? 'page' : undefined}
          >
            <Icon name={icon} size={20} />
            <span>{title}</span>
          </a>
          {name === 'alerts' && <AlertBadge />}
        </li>
      ))}
    </ul>
    <ThemeSwitch />
  </nav>
)
