import { NumberSetting } from '../fields.tsx'
import { Group } from './group.tsx'
import styles from './section.module.css'

export const FeesSection = () => (
  <>
    <Group>
      <p className={styles.text}>
        At the cap the app waits and says so; it never pays more. Moves in a dispute go before submissions.
      </p>
      <div className={styles.columns}>
        <NumberSetting path="fees.maxFeePerGasGwei" label="Most per gas" unit="gwei" hint="200 when empty" />
        <NumberSetting path="fees.minPriorityFeeGwei" label="Least tip" unit="gwei" hint="1 when empty" />
        <NumberSetting path="fees.bumpPercent" label="Raise when sent again" unit="%" hint="10 to 100; 15 when empty" />
        <NumberSetting path="fees.resendAfterSeconds" label="Sent again after" unit="s" hint="30 when empty" />
        <NumberSetting path="fees.confirmations" label="Blocks that confirm" hint="1 when empty" />
      </div>
    </Group>
    <Group title="Prices, for the money view">
      <p className={styles.text}>What you take a coin for. The app asks nobody; empty fields leave dollars out.</p>
      <div className={styles.columns}>
        <NumberSetting path="prices.kroUsd" label="1 KRO" unit="USD" />
        <NumberSetting path="prices.ethUsd" label="1 ETH" unit="USD" />
      </div>
    </Group>
  </>
)
