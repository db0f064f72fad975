import { useState } from 'react'
import type { LedgerProblem } from '../../ledger/ledger-problem.ts'
import { ledgerProblemTexts, udevRule } from '../../ledger/ledger-problem-texts.ts'
import { Button } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy-text.ts'
import { Icon } from '../../ui/icon.tsx'
import { refusalText } from './error-texts.ts'
import type { Signing } from './flow.ts'
import styles from './signing-notice.module.css'
import { texts } from './texts.ts'

/** Why it is not signed, in words, with a way forward; said at once to whoever listens. */
export const SigningNotice = ({ signing }: { signing: Signing }) => (
  <div role="alert">
    {signing.state === 'problem' && <Problem problem={signing.problem} />}
    {signing.state === 'error' && <Words {...refusalText(signing.error)} calm={false} />}
  </div>
)

const Problem = ({ problem }: { problem: LedgerProblem }) => {
  const { title, todo, mood } = ledgerProblemTexts[problem]
  return (
    <>
      <Words title={title} todo={todo} calm={mood === 'calm'} />
      {problem === 'NO_ACCESS' && <UdevRule />}
    </>
  )
}

const Words = ({ title, todo, calm }: { title: string; todo: string; calm: boolean }) => (
  <div className={styles.notice} data-calm={calm || undefined}>
    <Icon name={calm ? 'notice' : 'critical'} />
    <p>
      <strong>{title}.</strong> {todo}
    </p>
  </div>
)

const UdevRule = () => {
  const [copied, setCopied] = useState(false)
  return (
    <div className={styles.rule}>
      <span>{texts.udev}</span>
      <code>{udevRule}</code>
      <Button onPress={() => void copyText(udevRule).then(setCopied)}>{copied ? texts.copied : texts.copy}</Button>
    </div>
  )
}
