import type { ReactNode } from 'react'
import type { OutputRow } from '../../../shared/domain/output.ts'
import { TimeValue } from '../../app/time-value.tsx'
import { VerdictBadge } from '../../app/verdict-badge.tsx'
import { formatAmountExact, formatInteger } from '../../format/amount.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { HexValue } from '../../ui/hex-value.tsx'
import styles from './output-details.module.css'
import { texts } from './texts.ts'

/** One output with every value in full. */
export const OutputDetails = ({ row, onClose }: { row: OutputRow | null; onClose: () => void }) => (
  <Dialog
    title={row === null ? '' : `${texts.details} ${formatInteger(row.index)}`}
    open={row !== null}
    onClose={onClose}
    actions={
      <Button onPress={onClose} autoFocus>
        {texts.close}
      </Button>
    }
  >
    {row && <Facts row={row} />}
  </Dialog>
)

const Facts = ({ row }: { row: OutputRow }) => (
  <dl className={styles.facts}>
    <Fact name="Checked by your node">
      <VerdictBadge row={row} />
    </Fact>
    <Fact name="Submitter">
      <HexValue hex={row.submitter} ends={10} what="submitter" /> {row.mine && <Badge tone="accent">{texts.you}</Badge>}
    </Fact>
    <Fact name="L2 block">{formatInteger(row.l2BlockNumber)}</Fact>
    <Fact name="Output root">
      <HexValue hex={row.root} ends={14} what="output root" />
    </Fact>
    <Fact name="Submitted">
      <TimeValue sec={row.submittedAtSec} /> in L1 block {formatInteger(row.l1BlockNumber)}
    </Fact>
    <Fact name="Transaction">
      <HexValue hex={row.txHash} ends={14} what="transaction" />
    </Fact>
    <Fact name={row.deleted ? 'Would have been final' : 'Final'}>
      <TimeValue sec={row.finalizedAtSec} />
    </Fact>
    <Fact name="Reward">{row.rewardWei === null ? texts.notPaid : `${formatAmountExact(row.rewardWei)} KRO`}</Fact>
    {row.paidAtSec !== null && (
      <Fact name="Paid">
        <TimeValue sec={row.paidAtSec} />
      </Fact>
    )}
    {row.gasUsed !== null && <Fact name="Gas used">{formatInteger(row.gasUsed)}</Fact>}
    {row.feeWei !== null && <Fact name="Gas paid">{formatAmountExact(row.feeWei)} ETH</Fact>}
  </dl>
)

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className={styles.fact}>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)
