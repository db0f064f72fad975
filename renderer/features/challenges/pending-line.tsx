import type { PendingTxView } from '../../../shared/domain/snapshot.ts'
import { useNowMs } from '../../app/engine-context.tsx'
import { purposeText } from '../../app/purpose-text.ts'
import { formatGwei } from '../../format/amount.ts'
import { formatDuration } from '../../format/duration.ts'
import { Badge } from '../../ui/badge.tsx'
import { HexValue } from '../../ui/hex-value.tsx'
import styles from './pending-line.module.css'

/** A transaction of this challenge that waits for a block. */
export const PendingLine = ({ tx }: { tx: PendingTxView }) => (
  <p className={styles.line}>
    <span className={styles.pulse} aria-hidden="true" />
    <span className={styles.what}>{purposeText(tx.purpose)}</span>
    <HexValue hex={tx.hash} what="transaction" />
    <span>{tx.attempts === 1 ? 'first attempt' : `attempt ${tx.attempts}`}</span>
    <span>sent {formatDuration((useNowMs() - tx.sentAtMs) / 1000)} ago</span>
    <span>fee cap {formatGwei(tx.maxFeePerGasWei)} gwei</span>
    {tx.atFeeCap && <Badge tone="warning">at your fee limit</Badge>}
  </p>
)
