import { Segmented } from '../../../ui/segmented.tsx'
import { Switch } from '../../../ui/switch.tsx'
import { valueAt, withValue } from '../draft.ts'
import { ChoiceSetting, NumberSetting, PartProblem, SwitchSetting, TextSetting } from '../fields.tsx'
import { AwsKeyForm } from '../keys/aws-key-form.tsx'
import { useDesk } from '../use-settings.ts'
import { Group } from './group.tsx'
import styles from './section.module.css'

type Place = 'none' | 'url' | 'ec2'
const places = [
  { value: 'none', text: 'None' },
  { value: 'url', text: 'At an address' },
  { value: 'ec2', text: 'On an EC2 machine' }
] as const

export const ProverSection = () => {
  const { draft, replace, set, mayChange } = useDesk()
  const place: Place =
    valueAt(draft, 'prover.ec2') !== undefined
      ? 'ec2'
      : valueAt(draft, 'prover.zkEvmUrl') !== undefined
        ? 'url'
        : 'none'
  const proxied = valueAt(draft, 'prover.proxy') !== undefined
  const move = (next: Place) => {
    let moved = withValue(withValue(draft, 'prover.ec2', undefined), 'prover.zkEvmUrl', undefined)
    if (next === 'none') moved = withValue(moved, 'prover.proxy', undefined)
    if (next === 'url') moved = withValue(moved, 'prover.zkEvmUrl', 'http://')
    if (next === 'ec2') moved = withValue(moved, 'prover.ec2', { region: '', instanceId: '' })
    replace(moved)
  }
  return (
    <>
      <Group title="zkEVM prover (blocks from before the MPT fork)">
        <PartProblem path="prover" />
        <div>
          <Segmented label="zkEVM prover" value={place} options={places} onChange={move} />
        </div>
        {place === 'url' && (
          <TextSetting path="prover.zkEvmUrl" label="Address" hint="Port 3030, or 6000 of its proxy" mono />
        )}
        {place === 'ec2' && <Machine />}
      </Group>
      <Group title="zkVM prover (blocks from the MPT fork on)">
        <div className={styles.columns}>
          <TextSetting path="prover.zkVmWitnessUrl" label="Witness generator" hint="Port 3030" mono />
          <TextSetting path="prover.zkVmProverUrl" label="Prover’s proxy" hint="Port 3031" mono />
        </div>
      </Group>
      <Group title="Proofs">
        <div className={styles.columns}>
          <NumberSetting path="prover.timeoutHours" label="Given up after" unit="h" hint="4 when empty" />
          <NumberSetting path="prover.keepProofsDays" label="Kept for others" unit="days" hint="7 when empty" />
        </div>
        <Switch
          label="Prove for other validators"
          hint="They ask this app by JSON-RPC; it asks the zkEVM prover above."
          on={proxied}
          disabled={!mayChange || place === 'none'}
          onChange={(on) => set('prover.proxy', on ? {} : undefined)}
        />
        {proxied && (
          <div className={styles.columns}>
            <TextSetting
              path="prover.proxy.host"
              label="Listens on"
              hint="127.0.0.1 when empty; 0.0.0.0 opens it to the network"
              mono
            />
            <NumberSetting path="prover.proxy.port" label="Port" hint="6000 when empty" />
            <SwitchSetting path="prover.proxy.token" label="Wants a token" fallback={true} />
          </div>
        )}
      </Group>
    </>
  )
}

const Machine = () => (
  <>
    <p className={styles.text}>
      Started for a proof and stopped after it. At a cap it is stopped or not started, days and months in UTC.
    </p>
    <div className={styles.columns}>
      <TextSetting path="prover.ec2.region" label="Region" hint="like eu-central-1" mono />
      <TextSetting path="prover.ec2.instanceId" label="Instance" hint="like i-0123456789abcdef0" mono />
      <ChoiceSetting
        path="prover.ec2.addressType"
        label="Reached at its"
        options={[
          { value: 'private', text: 'Private address' },
          { value: 'public', text: 'Public address' }
        ]}
        fallback="private"
      />
      <NumberSetting path="prover.ec2.port" label="Prover’s port" hint="3030 when empty" />
      <NumberSetting path="prover.ec2.caps.perProofUsd" label="Cap per proof" unit="USD" hint="20 when empty" />
      <NumberSetting path="prover.ec2.caps.perDayUsd" label="Cap per day" unit="USD" hint="40 when empty" />
      <NumberSetting path="prover.ec2.caps.perMonthUsd" label="Cap per month" unit="USD" hint="200 when empty" />
      <NumberSetting path="prover.ec2.pricePerHourUsd" label="Price per hour" unit="USD" hint="List price when empty" />
      <ChoiceSetting
        path="prover.ec2.credentials.source"
        label="AWS key"
        hint="Stored in this app’s vault, or where AWS’s own tools look."
        options={[
          { value: 'default', text: 'AWS tools’' },
          { value: 'vault', text: 'Vault' },
          { value: 'profile', text: 'Profile' }
        ]}
        fallback="default"
      />
      <ProfileName />
    </div>
    <VaultKey />
  </>
)

const VaultKey = () => {
  const { draft } = useDesk()
  return valueAt(draft, 'prover.ec2.credentials.source') === 'vault' ? <AwsKeyForm /> : null
}

const ProfileName = () => {
  const { draft } = useDesk()
  if (valueAt(draft, 'prover.ec2.credentials.source') !== 'profile') return null
  return <TextSetting path="prover.ec2.credentials.profile" label="Profile" mono />
}
