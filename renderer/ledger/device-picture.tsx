import type { ReactNode } from 'react'
import styles from './device-picture.module.css'

type Props = {
  /** The two buttons of a device that can be pressed; drawn without a function when left out. */
  buttons?: ReactNode
  children: ReactNode
  /** Pulled out of the machine. */
  unplugged?: boolean
  /** Names the picture for screen readers. */
  label: string
}

/** A Ledger, drawn: cable, body, screen. What is on the screen is text like any other. */
export const DevicePicture = ({ buttons, children, unplugged = false, label }: Props) => (
  <section className={styles.device} aria-label={label} data-unplugged={unplugged || undefined}>
    <span className={styles.cable} aria-hidden="true">
      <span className={styles.plug} />
    </span>
    <div className={styles.body}>
      <span className={styles.keys} aria-hidden="true">
        <span className={styles.key} />
        <span className={styles.key} />
      </span>
      <div className={styles.screen}>{children}</div>
      {buttons && <div className={styles.buttons}>{buttons}</div>}
    </div>
  </section>
)

/** One line of a review, whole: it is there to be compared digit by digit. */
export const DeviceLines = ({ lines }: { lines: readonly { label: string; value: string }[] }) => (
  <dl className={styles.lines}>
    {lines.map(({ label, value }) => (
      <div key={label} className={styles.line}>
        <dt>{label}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
)

export const DeviceMessage = ({ title, children }: { title: string; children?: ReactNode }) => (
  <div className={styles.message}>
    <p className={styles.title}>{title}</p>
    {children && <p>{children}</p>}
  </div>
)
