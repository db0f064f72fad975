import type { ActionView } from '../../../shared/domain/action-view.ts'
import { formatAmount } from '../../format/amount.ts'
import { Amount } from '../../ui/amount.tsx'
import { Card } from '../../ui/card.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Stat } from '../../ui/stat.tsx'
import styles from './money-card.module.css'
import { texts } from './texts.ts'

/** Where the KRO is: at work, free, in the wallets. */
export const MoneyCard = ({ view }: { view: ActionView | null }) => (
  <Card title={texts.money} className={styles.card}>
    <dl className={styles.grid}>
      <Stat label={texts.own} note={texts.ownNote}>
        <Sum wei={view?.ownKroWei} />
      </Stat>
      <Stat label={texts.bonded} note={view && `${formatAmount(view.bondWei, 2).text} KRO ${texts.bondedNote}`}>
        <Sum wei={view?.bondedKroWei} />
      </Stat>
      <Stat label={texts.free} note={view && bonds(view)}>
        <Sum wei={view?.freeKroWei} />
      </Stat>
      <Stat label={texts.wallet} note={texts.walletNote}>
        <Sum wei={view?.walletKroWei} />
      </Stat>
      <Stat label={texts.withdrawWallet} note={texts.withdrawWalletNote}>
        {view?.withdrawWalletKroWei === null ? '–' : <Sum wei={view?.withdrawWalletKroWei} />}
      </Stat>
    </dl>
  </Card>
)

const bonds = ({ freeKroWei, bondWei }: ActionView): string => {
  const count = bondWei > 0n ? freeKroWei / bondWei : 0n
  return `covers ${count} more ${count === 1n ? 'bond' : 'bonds'}`
}

const Sum = ({ wei }: { wei: bigint | undefined }) =>
  wei === undefined ? <Skeleton width={110} height={18} /> : <Amount wei={wei} unit="KRO" decimals={2} />
