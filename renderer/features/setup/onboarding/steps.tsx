import { useVault } from '../../../app/use-vault.ts'
import { Segmented } from '../../../ui/segmented.tsx'
import { draftFor, type Network, valueAt } from '../draft.ts'
import { SwitchSetting, TextSetting } from '../fields.tsx'
import { KeyForm } from '../keys/key-form.tsx'
import { AlertTest } from '../settings/alert-test.tsx'
import { Webhooks } from '../settings/alerts-section.tsx'
import { Group } from '../settings/group.tsx'
import { KeySource } from '../settings/key-section.tsx'
import { RemotePlace } from '../settings/network-section.tsx'
import { RoleFields } from '../settings/roles-section.tsx'
import { networkTexts } from '../texts.ts'
import { useDesk } from '../use-settings.ts'
import styles from './onboarding.module.css'
import { type Start, texts } from './texts.ts'

const networks = (['mainnet', 'sepolia', 'custom'] as const).map((value) => ({ value, text: networkTexts[value] }))
type Remote = Exclude<Network, 'practice'>

export const NodesStep = () => {
  const { draft, view, replace } = useDesk()
  const network = draft.network as Remote
  const move = (next: Remote) => {
    const { key } = draft
    replace({ ...draftFor(next, draft, view.others), ...(key !== undefined && { key }) })
  }
  return (
    <>
      <p className={styles.text}>{texts.nodesWhy}</p>
      <div className={styles.choice}>
        <Segmented label="Network" value={network} options={networks} onChange={move} />
      </div>
      <RemotePlace network={network} />
    </>
  )
}

export const KeyStep = ({ start }: { start: Start }) => {
  const { draft } = useDesk()
  const { vault } = useVault()
  if (start === 'watch')
    return (
      <>
        <p className={styles.text}>{texts.watchWhy}</p>
        <Group>
          <TextSetting path="key.account" label="Account of the validator" hint="0x and 40 hex digits" mono />
        </Group>
      </>
    )
  const inVault = valueAt(draft, 'key.source') === 'vault'
  return (
    <>
      <p className={styles.text}>{texts.keyWhy}</p>
      <KeySource />
      {inVault && (
        <Group>
          {vault?.account && <p className={styles.text}>{texts.keyKept(vault.account)}</p>}
          <KeyForm onStored={() => {}} />
        </Group>
      )}
    </>
  )
}

export const RolesStep = ({ start }: { start: Start }) => (
  <>
    <p className={styles.text}>{start === 'new' ? `${texts.rolesWhy} ${texts.newNext}` : texts.rolesWhy}</p>
    <Group>
      <RoleFields />
    </Group>
  </>
)

export const AlertsStep = ({ start }: { start: Start }) => {
  const { dirty } = useDesk()
  return (
    <>
      <p className={styles.text}>{texts.alertsWhy}</p>
      <Group title="On this machine">
        <SwitchSetting path="alerts.notifications" label="Notifications of the system" fallback={true} />
        <div className={styles.row}>
          <AlertTest channel="notification" saved={!dirty} />
        </div>
      </Group>
      <Webhooks canSave />
      {start === 'new' && <p className={styles.text}>{texts.newNext}</p>}
    </>
  )
}
