import type { ConfigInput } from '../../shared/config/config.ts'
import type { RpcKind, RpcProbe, SettingsCheck, SettingsView } from '../../shared/domain/settings.ts'

const sepolia: ConfigInput = {
  network: 'sepolia',
  rpc: {
    l1: ['wss://sepolia.example/•••1f0c93ab77de', 'https://sepolia.example/•••8e2290aa01f4'],
    l2: ['http://127.0.0.1:8545'],
    rollup: ['http://127.0.0.1:9545']
  },
  key: { source: 'keystore', path: '/home/me/validator-keystore.json' },
  roles: { submitter: true, challenger: true, publicRound: false },
  prover: {
    ec2: { region: 'eu-central-1', instanceId: 'i-0123456789abcdef0', caps: { perProofUsd: 15, perDayUsd: 30 } }
  },
  alerts: {
    webhooks: [{ name: 'phone', format: 'ntfy', url: 'https://ntfy.sh/•••77aa00b1c2d3', least: 'warning' }],
    ping: { url: 'https://hc-ping.com/•••10ff20ee30dd', everyMinutes: 5 },
    quietHours: { from: '22:00', to: '07:00' },
    mute: ['WITHDRAW_POSSIBLE']
  }
}

/** Settings as main would show them; `first`: nobody has been through the first start. */
export const settingsDouble = (practice: boolean, first: boolean): SettingsView => ({
  config: practice ? { network: 'practice' } : sepolia,
  others: practice ? { sepolia } : {},
  preferences: {
    onboarded: !first,
    host: { autostart: false, startHidden: false, closeToTray: true, keepAwake: true },
    updates: { check: false }
  },
  fixedBy: null,
  notice: null
})

/** Knows one rule of the schema, so that a problem can be looked at. */
export const checkedDouble = (config: Record<string, unknown>, now: ConfigInput): SettingsCheck => {
  const fees = config.fees as { bumpPercent?: number } | undefined
  const wrong = fees?.bumpPercent !== undefined && fees.bumpPercent < 10
  const changed = JSON.stringify(config) !== JSON.stringify(now)
  return {
    problems: wrong ? [{ path: 'fees.bumpPercent', message: 'Too small: expected number to be >=10' }] : [],
    restarts: changed && !wrong ? ['engine'] : [],
    caution: null
  }
}

export const probesDouble = (kind: RpcKind, urls: readonly string[]): RpcProbe[] =>
  urls.map((url, i) => {
    const websocket = url.startsWith('ws')
    const off = i > 0
    return {
      url,
      reachable: !off,
      problem: off ? 'It does not answer: no answer within 8 s.' : null,
      chainId: off ? null : kind === 'l1' ? 11_155_111 : 2_358,
      latencyMs: off ? null : 84,
      syncing: off ? null : false,
      behindSec: off ? null : 6,
      websocket,
      archive: kind === 'rollup' || off ? null : kind === 'l2',
      logRangeBlocks: kind === 'l1' && !off ? 10_000 : null,
      version: off ? null : 'Geth/v1.16.4'
    }
  })
