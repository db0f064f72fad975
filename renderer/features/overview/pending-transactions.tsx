import type { PendingTxView } from '../../../shared/domain/snapshot.ts'
import { useNowMs } from '../../app/engine-context.tsx'
import { purposeText } from '../../app/purpose-text.ts'
import { formatGwei } from '../../format/amount.ts'
import { formatDuration } from '../../format/duration.ts'
import { Badge } from '../../ui/badge.tsx'
import { HexValue } from '../../ui/hex-value.tsx'
import styles from './pending-transactions.module.css'
import { texts } from './texts.ts'

/** Transactions under way; one line is kept free for them. */
export const PendingTransactions = ({ pending }: { pending: readonly PendingTxView[] }) => (
  <ul className={styles.list} aria-label="Transactions under way">
    {pending.length === 0 && <li className={styles.none}>{texts.noPending}</li>}
    {pending.map((tx) => (
      <Transaction key={tx.purpose} tx={tx} />
    ))}
  </ul>
)

const Transaction = ({ tx }: { tx: PendingTxView }) => (
  <li className={styles.tx}>
    <span className={styles.pulse} aria-hidden="true" />
    <span className={styles.what}>{purposeText(tx.purpose)}</span>
    <HexValue hex={tx.hash} what="transaction" />
    <span>{tx.attempts === 1 ? 'first attempt' : `attempt ${tx.attempts}`}</span>
    <Age sentAtMs={tx.sentAtMs} />
    <span>fee cap {formatGwei(tx.maxFeePerGasWei)} gwei</span>
    {tx.atFeeCap && <Badge tone="warning">at your fee limit</Badge>}
  </li>
)

const Age = ({ sentAtMs }: { sentAtMs: number }) => (
  <span>sent {formatDuration((useNowMs() - sentAtMs) / 1000)} ago</span>
)
