import { Segmented } from '../../../ui/segmented.tsx'
import { draftFor, type Network } from '../draft.ts'
import { ChoiceSetting, NumberSetting, PartProblem, SwitchSetting, TextSetting, UrlListSetting } from '../fields.tsx'
import { RpcCheck } from '../rpc-check.tsx'
import { networkTexts, rpcTexts } from '../texts.ts'
import { useDesk } from '../use-settings.ts'
import { Group } from './group.tsx'
import styles from './section.module.css'
import { texts } from './texts.ts'

const networks = (Object.keys(networkTexts) as Network[]).map((value) => ({ value, text: networkTexts[value] }))

export const NetworkSection = () => {
  const { draft, view, replace } = useDesk()
  const network = draft.network as Network
  return (
    <>
      <Group>
        <div>
          <Segmented
            label={texts.network}
            value={network}
            options={networks}
            onChange={(next) =>
              replace(next === view.config.network ? (view.config as never) : draftFor(next, draft, view.others))
            }
          />
        </div>
        <p className={styles.text}>{texts.networkHint}</p>
        <PartProblem path="" />
      </Group>
      {network === 'practice' ? <PracticePlace /> : <RemotePlace network={network} />}
      <Group title="How it is asked">
        <div className={styles.columns}>
          <NumberSetting path="timeouts.requestSeconds" label="Time-out of a request" unit="s" hint="5 when empty" />
          <NumberSetting
            path="rpcLimits.l1RequestsPerDay"
            label="L1 requests a day at most"
            hint="Empty: no limit. Polling thins out before it is reached; disputes never do."
          />
          <ChoiceSetting
            path="l2Head"
            label="Outputs are taken from"
            hint="Finalized is slower and cannot be turned back."
            options={[
              { value: 'safe', text: 'Safe head' },
              { value: 'finalized', text: 'Finalized head' }
            ]}
            fallback="safe"
          />
        </div>
      </Group>
      <Group title="Figures for Prometheus">
        <SwitchSetting
          path="metrics.enabled"
          label="Serve figures at /metrics"
          hint="Under the names of the reference validator. Whoever reaches the port can read them."
          fallback={false}
        />
        <div className={styles.columns}>
          <TextSetting path="metrics.host" label="Host" hint="127.0.0.1 when empty" mono />
          <NumberSetting path="metrics.port" label="Port" hint="7300 when empty" />
        </div>
      </Group>
    </>
  )
}

const PracticePlace = () => (
  <Group title="The practice network">
    <p className={styles.text}>
      It lives in this app: two chains, two other validators, no money. It begins anew at each start.
    </p>
    <div className={styles.columns}>
      <ChoiceSetting
        path="preset"
        label="Times"
        hint="Practice: an output about every 40 s."
        options={[
          { value: 'practice', text: 'Practice' },
          { value: 'mainnet-shape', text: 'As on Mainnet' }
        ]}
        fallback="practice"
      />
      <NumberSetting path="seed" label="Seed" hint="Accounts and draws follow from it. 1 when empty." />
    </div>
  </Group>
)

const contracts = [
  'L2OutputOracle',
  'Colosseum',
  'ValidatorPool',
  'ValidatorManager',
  'AssetManager',
  'SecurityCouncil',
  'ZKProofVerifier',
  'GovernanceToken'
] as const

/** Also the second step of the first start. */
export const RemotePlace = ({ network }: { network: Exclude<Network, 'practice'> }) => (
  <>
    {network === 'custom' && (
      <Group title="Which network">
        <div className={styles.columns}>
          <TextSetting path="label" label="Name" />
          <NumberSetting path="l1ChainId" label="Chain id of L1" />
          <NumberSetting path="l2ChainId" label="Chain id of L2" />
        </div>
      </Group>
    )}
    <Group title="Nodes">
      <UrlListSetting path="rpc.l1" {...rpcTexts.l1} />
      <UrlListSetting path="rpc.l2" {...rpcTexts.l2} />
      <UrlListSetting path="rpc.rollup" {...rpcTexts.rollup} />
      <UrlListSetting path="rpc.rollupSecond" {...rpcTexts.rollupSecond} optional />
      <RpcCheck />
    </Group>
    <Group title="Contracts on L1">
      {network !== 'custom' && (
        <p className={styles.text}>
          Empty fields take the network’s own. Addresses change when a network is deployed anew.
        </p>
      )}
      <PartProblem path="addresses" />
      <div className={styles.paths}>
        {contracts.map((name) => (
          <TextSetting key={name} path={`addresses.${name}`} label={name} mono />
        ))}
      </div>
    </Group>
  </>
)
