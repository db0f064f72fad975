import form from '../keys/form.module.css'
import styles from './env-import.module.css'
import { deleteCommands, texts } from './texts.ts'

const systems = [
  ['linux', texts.deleteLinux],
  ['mac', texts.deleteMac],
  ['windows', texts.deleteWindows]
] as const

/** How to get rid of the file, system by system. */
export const DeleteFile = () => (
  <section className={form.form}>
    <h3 className={form.title}>{texts.nowDelete}</h3>
    <p className={form.text}>{texts.deleteWhy}</p>
    <dl className={styles.facts}>
      {systems.map(([system, name]) => (
        <div key={system}>
          <dt>{name}</dt>
          <dd className={styles.mono}>{deleteCommands[system]}</dd>
        </div>
      ))}
    </dl>
    <p className={form.small}>{texts.deleteCopies}</p>
  </section>
)
