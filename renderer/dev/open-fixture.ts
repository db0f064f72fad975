import type { UpdateState } from '../../shared/domain/update.ts'
import type { Bridge } from '../../shared/ipc/bridge.ts'
import { fixtureBridge } from './fixture.ts'
import { hostileBridge } from './hostile-bridge.ts'
import { type ScenarioName, scenarios } from './scenarios.ts'
import type { StakeOptions } from './stake-double.ts'
import { type VaultScenario, vaultScenarios } from './vault-double.ts'

const isScenario = (name: string | null): name is ScenarioName => name !== null && name in scenarios

/** `?fixture=jailed`, with `&lost` (connection drops), `&fail=CODE` (commands fail), `&slow` (answers take a while), `&remote` (settings of Sepolia), `&welcome` (a first start), `&hostile` (text from outside tries to be more than text), `&update=available` (and the other states of an update), `&busy` (an output each second) and `&outputs=10000`. For the Stake screen: `&stake=jailed`, `&outcome=stuck`, `&ledger=6985` (or `none`: nobody decides) and `&all-on-ledger`. For the prover: `&prover-trouble`. For keys: `&vault=locked` and the other names in vault-double.ts. */
export const openFixture = (search: string): Bridge | null => {
  const params = new URLSearchParams(search)
  const name = params.get('fixture')
  if (!isScenario(name)) return null
  const outputs = Number(params.get('outputs'))
  const failWith = params.get('fail')
  const bridge = fixtureBridge(name, {
    everySecond: (run) => setInterval(run, 1_000),
    delayMs: params.has('slow') ? 600 : 0,
    busy: params.has('busy'),
    later: (ms, run) => setTimeout(run, ms),
    stake: {
      scenario: params.get('stake') ?? 'active',
      allOnLedger: params.has('all-on-ledger'),
      outcome: (params.get('outcome') ?? 'verified') as NonNullable<StakeOptions['outcome']>
    },
    ...(params.has('ledger') && params.get('ledger') !== 'none' && { ledgerVerdict: params.get('ledger') ?? '' }),
    ...(vaultScenarios.includes(params.get('vault') as VaultScenario) && {
      vault: params.get('vault') as VaultScenario
    }),
    loseConnection: params.has('lost'),
    remote: params.has('remote'),
    proverTrouble: params.has('prover-trouble'),
    welcome: params.has('welcome'),
    ...(outputs > 0 && { outputs }),
    ...(failWith !== null && { failWith }),
    ...(params.has('update') && { update: params.get('update') as UpdateState['kind'] })
  })
  return params.has('hostile') ? hostileBridge(bridge) : bridge
}
