import { type DoctorCheck, type DoctorCheckName, type DoctorReport, doctorChecks } from '../../shared/domain/doctor.ts'
import type { RpcBudgetView } from '../../shared/domain/rpc-budget.ts'

type Found = Pick<DoctorCheck, 'verdict' | 'value'> & { remedy?: string }

const fine: Record<DoctorCheckName, Found> = {
  settings: { verdict: 'ok', value: 'mainnet, from the app’s settings' },
  'data-folder': { verdict: 'ok', value: '/home/me/.config/kroma-validator-desktop' },
  journal: { verdict: 'ok', value: '431 records' },
  'second-source': { verdict: 'ok', value: '1 rollup node of somebody else' },
  'rpc-budget': { verdict: 'ok', value: '812 L1 requests today, about 1240 by the end of the day of 3000' },
  metrics: { verdict: 'notApplicable', value: 'off' },
  'l1-rpc': {
    verdict: 'ok',
    value:
      'wss://mainnet.example answers in 84 ms (Geth/v1.16.7-stable/linux-amd64); https://mainnet-backup.example answers in 131 ms (erigon/3.2.1)'
  },
  'l1-chain': { verdict: 'ok', value: 'chain 1' },
  'l1-head': {
    verdict: 'ok',
    value: 'wss://mainnet.example newest block 7 s old; https://mainnet-backup.example newest block 7 s old'
  },
  'l1-websocket': { verdict: 'ok', value: 'wss://mainnet.example answers' },
  'l1-log-range': { verdict: 'ok', value: 'wss://mainnet.example gives logs of 10000 blocks at a time' },
  'l2-rpc': { verdict: 'ok', value: 'http://127.0.0.1:8545 answers in 3 ms (Geth/v1.101.4)' },
  'l2-chain': { verdict: 'ok', value: 'chain 255' },
  'l2-archive': { verdict: 'ok', value: 'http://127.0.0.1:8545 keeps old state' },
  'rollup-rpc': { verdict: 'ok', value: 'http://127.0.0.1:9545 answers in 2 ms (v2.1.0)' },
  'rollup-chain': { verdict: 'ok', value: 'L1 1, L2 255' },
  'rollup-sync': {
    verdict: 'ok',
    value: 'safe L2 head 23114280, 12 s behind in reading L1, newest output at 23113800'
  },
  clock: { verdict: 'ok', value: '7 s ahead of the newest L1 block' },
  contracts: { verdict: 'ok', value: '8 contracts of Kroma Mainnet answer; a bond is 5000 KRO' },
  'contract-addresses': { verdict: 'ok', value: 'the contracts name each other as the settings do' },
  key: { verdict: 'ok', value: 'open: the validator signs as 0xe1910b8A02c439BCE37Ab780a25051983AdfCE0d' },
  'key-storage': { verdict: 'ok', value: 'the key chain of the system' },
  account: { verdict: 'ok', value: '0xe1910b8A02c439BCE37Ab780a25051983AdfCE0d is ACTIVE' },
  'eth-days': { verdict: 'ok', value: '0.8412 ETH, enough for about 61 days by what the last 30 days cost' },
  'bond-outputs': {
    verdict: 'ok',
    value: '12345.67 KRO free, 5000.00 bonded: enough for 2 more outputs of 5000.00 KRO each'
  },
  'prover-zkevm': { verdict: 'notApplicable', value: 'runs on the EC2 machine, which is started for a proof' },
  'prover-zkvm': { verdict: 'ok', value: 'witness generator sp1 v4.0.0, prover sp1 v4.0.0' },
  'ec2-machine': { verdict: 'ok', value: 'stopped, $61.20 this month of $200.00' },
  'ec2-rights': {
    verdict: 'ok',
    value: 'start allowed, stop allowed, run new machines refused, start others refused'
  },
  'disk-space': { verdict: 'ok', value: '71 GiB free for /home/me/.config/kroma-validator-desktop' },
  autostart: { verdict: 'ok', value: 'starts with the session' },
  sleep: { verdict: 'ok', value: 'never by itself on mains power' },
  'ledger-udev': { verdict: 'ok', value: '/etc/udev/rules.d/20-hw1.rules' }
}

const trouble: Partial<Record<DoctorCheckName, Found>> = {
  'l1-websocket': {
    verdict: 'warning',
    value: 'none',
    remedy: 'Events are found by asking: minutes later, and with more requests. Put a wss:// URL into rpc.l1.'
  },
  'second-source': {
    verdict: 'warning',
    value: 'the own L2 node only',
    remedy:
      'Output roots are compared with the L2 node, which may be wrong in the same way. Name a rollup node of somebody else in rpc.rollupSecond.'
  },
  'rollup-sync': {
    verdict: 'failed',
    value: 'safe L2 head 23110000, 7420 s behind in reading L1, newest output at 23113800',
    remedy: 'The node has not reached the newest output: nothing is submitted until it has. Let it sync.'
  },
  'eth-days': {
    verdict: 'failed',
    value: '0.0211 ETH, enough for about 1 days by what the last 30 days cost',
    remedy: 'Send ETH to the validator account.'
  },
  'ec2-rights': {
    verdict: 'warning',
    value: 'start allowed, stop allowed, run new machines allowed, start others unknown',
    remedy: 'The key can do more than it needs. Give the key the policy in docs/prover.md.'
  },
  sleep: {
    verdict: 'unknown',
    value: 'this system does not say when it sleeps',
    remedy: 'Make sure that the machine never sleeps by itself while the validator is active.'
  }
}

/** A round of checks: all fine, or with some of everything. */
export const doctorDouble = (nowMs: number, network: string, withTrouble: boolean): DoctorReport => ({
  network,
  takenAtMs: nowMs,
  tookMs: 1_840,
  checks: (Object.keys(doctorChecks) as DoctorCheckName[]).map((name) => {
    const { verdict, value, remedy = '' } = (withTrouble ? trouble[name] : undefined) ?? fine[name]
    return { name, group: doctorChecks[name], verdict, value, remedy }
  })
})

const dayMs = 86_400_000

/** A day that is half over, after four weeks; near its limit with `withTrouble`. */
export const budgetDouble = (nowMs: number, withTrouble: boolean): RpcBudgetView => {
  const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10)
  const used = withTrouble
    ? { requests: 19_240, l1Requests: 1_380, credits: 96_400 }
    : { requests: 18_420, l1Requests: 812, credits: 58_300 }
  const past = Array.from({ length: 28 }, (_, i) => {
    const l1Requests = 1_080 + ((i * 7) % 5) * 90 + (i === 17 ? 4_200 : 0)
    return { day: day(nowMs - (28 - i) * dayMs), requests: l1Requests + 17_300, l1Requests, credits: l1Requests * 74 }
  })
  return {
    day: day(nowMs),
    takenAtMs: nowMs,
    used,
    forecast: withTrouble
      ? { requests: 31_400, l1Requests: 1_490, credits: 131_000 }
      : { requests: 35_700, l1Requests: 1_240, credits: 91_000 },
    limits: { l1RequestsPerDay: withTrouble ? 1_500 : 3_000, creditsPerDay: null },
    thinning: withTrouble
      ? { stretch: 2.4, because: 'l1RequestsPerDay', exempt: false }
      : { stretch: 1, because: null, exempt: false },
    endpoints: [
      { role: 'rollup', origin: 'http://127.0.0.1:9545', requests: 17_280, credits: 0 },
      { role: 'l1', origin: 'wss://mainnet.example', requests: used.l1Requests - 24, credits: used.credits - 1_900 },
      { role: 'l2', origin: 'http://127.0.0.1:8545', requests: used.requests - used.l1Requests - 17_280, credits: 0 },
      { role: 'l1', origin: 'https://mainnet-backup.example', requests: 24, credits: 1_900 }
    ],
    reasons: [
      { reason: 'state', requests: 17_420, credits: 11_200 },
      { reason: 'root', requests: used.requests - 18_180, credits: 0 },
      { reason: 'logs', requests: 402, credits: 31_400 },
      { reason: 'head', requests: 212, credits: 9_800 },
      { reason: 'tx', requests: 84, credits: 4_100 },
      { reason: 'gate', requests: 38, credits: 900 },
      { reason: 'doctor', requests: 24, credits: 900 }
    ],
    days: [...past, { day: day(nowMs), ...used }]
  }
}
