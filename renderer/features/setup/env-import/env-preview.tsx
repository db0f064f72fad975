import type { EnvPreview } from '../../../../shared/domain/env-import.ts'
import { SeverityItem } from '../../../ui/severity-item.tsx'
import form from '../keys/form.module.css'
import styles from './env-import.module.css'
import { conflictTexts, exposureTexts, purposeTexts, texts } from './texts.ts'

const roleNames = { submitter: 'submitter', challenger: 'challenger', publicRound: 'public rounds' } as const

/** What is in the file, without a secret of it. */
export const EnvPreviewView = ({ preview }: { preview: EnvPreview }) => (
  <>
    <Facts preview={preview} />
    <Conflicts preview={preview} />
    <Exposures preview={preview} />
    <Found preview={preview} />
    <Missing preview={preview} />
  </>
)

type Props = { preview: EnvPreview }

const Facts = ({ preview: { account, network, roles } }: Props) => {
  const on = (Object.keys(roleNames) as (keyof typeof roleNames)[]).filter((role) => roles[role])
  return (
    <dl className={styles.facts}>
      <div>
        <dt>{texts.account}</dt>
        <dd className={account ? form.address : form.bad}>{account ?? texts.noAccount}</dd>
      </div>
      <div>
        <dt>{texts.network}</dt>
        <dd>{network ?? texts.noNetwork}</dd>
      </div>
      <div>
        <dt>{texts.roles}</dt>
        <dd>{on.length > 0 ? on.map((role) => roleNames[role]).join(', ') : texts.noRoles}</dd>
      </div>
    </dl>
  )
}

const Conflicts = ({ preview: { conflicts } }: Props) =>
  conflicts.length > 0 && (
    <section>
      <h3 className={form.title}>{texts.conflicts}</h3>
      <ul className={styles.items}>
        {conflicts.map(({ code, keys, blocking }) => (
          <SeverityItem
            key={`${code} ${keys.join()}`}
            severity={blocking ? 'critical' : 'warning'}
            title={conflictTexts[code]}
            meta={<Names keys={keys} />}
            body={blocking && <p className={form.small}>{texts.blocking}</p>}
          />
        ))}
      </ul>
    </section>
  )

const Exposures = ({ preview: { exposed } }: Props) =>
  exposed.length > 0 && (
    <section>
      <h3 className={form.title}>{texts.exposed}</h3>
      <ul className={styles.items}>
        {exposed.map(({ code, keys }) => (
          <SeverityItem
            key={code}
            severity={code === 'SECRET_IN_PLAIN_TEXT' || code === 'KEY_IN_URL' ? 'notice' : 'warning'}
            title={exposureTexts[code].title}
            meta={<Names keys={keys} />}
            body={<p className={form.small}>{exposureTexts[code].todo}</p>}
          />
        ))}
      </ul>
    </section>
  )

const Found = ({ preview: { found, notes } }: Props) => (
  <section>
    <h3 className={form.title}>{texts.found}</h3>
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{texts.line}</th>
            <th scope="col">{texts.name}</th>
            <th scope="col">{texts.value}</th>
            <th scope="col">{texts.use}</th>
          </tr>
        </thead>
        <tbody>
          {found.map(({ key, line, shown, purpose }) => (
            <tr key={line}>
              <td>{line}</td>
              <td className={styles.mono}>{key}</td>
              <td className={styles.mono}>{shown}</td>
              <td>{purpose ? purposeTexts[purpose] : texts.unused}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
    <Notes notes={notes} />
  </section>
)

const Notes = ({ notes }: Pick<EnvPreview, 'notes'>) => {
  const lines = notes.flatMap(({ note, line }) => (note === 'BOM' || note === 'CRLF' || line === null ? [] : [line]))
  if (lines.length === 0) return null
  return (
    <p className={form.small}>
      {texts.noted} {[...new Set(lines)].slice(0, 20).join(', ')}
    </p>
  )
}

const Missing = ({ preview: { missing } }: Props) =>
  missing.length > 0 && (
    <p className={form.text}>
      <strong>{texts.missing}:</strong> {missing.map((purpose) => purposeTexts[purpose]).join(', ')}.{' '}
      {texts.missingHint}
    </p>
  )

const Names = ({ keys }: { keys: readonly string[] }) => <span className={styles.mono}>{keys.join(', ')}</span>
