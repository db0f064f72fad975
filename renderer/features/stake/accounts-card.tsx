import type { ActionSigner } from '../../../shared/domain/action.ts'
import type { ActionsOverview } from '../../../shared/domain/action-view.ts'
import { Amount } from '../../ui/amount.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { HexValue } from '../../ui/hex-value.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './accounts-card.module.css'
import { texts } from './texts.ts'

/** Who signs what, and the ETH that each has for it. */
export const AccountsCard = ({ overview }: { overview: ActionsOverview | null }) => (
  <Card title={texts.accounts} className={styles.card}>
    {overview === null ? (
      <Skeleton width="100%" height={90} />
    ) : (
      <dl className={styles.list}>
        <Account name={texts.validatorAccount} signer={overview.signers.validator} ethWei={overview.view.ethWei} />
        <Account
          name={texts.withdrawAccount}
          signer={overview.signers.withdraw}
          ethWei={overview.view.withdrawEthWei}
        />
      </dl>
    )}
  </Card>
)

type Props = { name: string; signer: ActionSigner | null; ethWei: bigint | null }

const Account = ({ name, signer, ethWei }: Props) => (
  <div className={styles.account}>
    <dt>{name}</dt>
    {signer === null ? (
      <dd className={styles.none}>{texts.noWithdrawAccount}</dd>
    ) : (
      <>
        <dd className={styles.who}>
          <HexValue hex={signer.address} ends={6} what="account" />{' '}
          <Badge tone={signer.means === 'device' ? 'accent' : 'neutral'}>
            {signer.means === 'device' ? texts.byLedger : texts.byKey}
          </Badge>
        </dd>
        <dd className={styles.eth}>{ethWei !== null && <Amount wei={ethWei} unit="ETH" decimals={4} />}</dd>
      </>
    )}
  </div>
)
