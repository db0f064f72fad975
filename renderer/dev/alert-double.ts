import type { Alert, AlertsOverview, ChannelReceipt } from '../../shared/domain/alert.ts'
import type { ScenarioName } from './scenarios.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

const alertDouble = (nowMs: number, ageMs: number, over: Partial<Alert> & Pick<Alert, 'code' | 'title'>): Alert => ({
  key: `${over.code}:${over.subject ?? ''}:${ageMs}`,
  subject: null,
  severity: 'warning',
  raisedAtMs: nowMs - ageMs,
  resolvedAtMs: null,
  body: '',
  screen: 'overview',
  toldAtMs: nowMs - ageMs,
  ...over
})

const jailed = (nowMs: number): Alert =>
  alertDouble(nowMs, 40_000, {
    code: 'JAILED',
    severity: 'critical',
    title: 'Your validator is in jail',
    body: 'Jailed until 2026-11-24 15:35 UTC (in 2 d 1 h). It is not drawn and cannot submit until then. Find out why rounds were missed now; unjail it on the Stake screen as soon as the term is over.',
    screen: 'stake'
  })

const missed = (nowMs: number): Alert =>
  alertDouble(nowMs, 52_000, {
    code: 'PRIORITY_ROUND_MISSED',
    subject: 'output 1284',
    title: 'A priority round was missed',
    body: 'The round of output 1284 passed without a submission of yours; 3 missed in a row. The Overview says what stood in the way.'
  })

const rpcDown = (nowMs: number): Alert =>
  alertDouble(nowMs, 90_000, {
    code: 'RPC_DOWN',
    subject: 'l1 http://127.0.0.1:38545',
    severity: 'critical',
    title: 'An endpoint does not answer',
    body: 'The L1 endpoint http://127.0.0.1:38545 does not answer and there is no other. Start it, or add one in the settings.'
  })

const oneLeft = (nowMs: number): Alert =>
  alertDouble(nowMs, hourMs, {
    code: 'ONE_MISS_LEFT',
    severity: 'critical',
    title: 'One miss left before jail',
    body: '2 priority rounds were missed in a row. If the next one passes too, the validator is jailed. Make sure that this machine, the node and the RPC endpoints are up, and that ETH and KRO suffice.'
  })

const withdraw = (nowMs: number): Alert =>
  alertDouble(nowMs, 3 * hourMs, {
    code: 'WITHDRAW_POSSIBLE',
    severity: 'notice',
    title: 'A withdrawal is possible',
    body: 'The waiting time after the last deposit ended at 2026-11-22 11:05 UTC; 20214.5612 KRO are free. The Stake screen has the withdrawal.',
    screen: 'stake',
    toldAtMs: null
  })

/** Text from outside, as bad as it comes. */
const hostile = (nowMs: number): Alert =>
  alertDouble(nowMs, 4 * minuteMs, {
    code: 'SUBMISSION_FAILED',
    subject: 'submit-output:1285',
    title: 'A submission failed',
    body: '<img src=x onerror=alert(1)><script>alert(2)</script> **bold** [link](javascript:alert(3)) @everyone (CONTRACT_REVERT). The app tries again while the round lasts; the Overview says what it waits for.'
  })

const over = (alert: Alert, afterMs: number): Alert => ({ ...alert, resolvedAtMs: alert.raisedAtMs + afterMs })

const past = (nowMs: number): Alert[] => [
  over(
    alertDouble(nowMs, 5 * hourMs, {
      code: 'RPC_BEHIND',
      subject: 'rollup',
      title: 'A node is behind',
      body: 'The own node’s safe L2 head is 51,200; the output at 51,240 has been due for 75 s.'
    }),
    12 * minuteMs
  ),
  over(
    alertDouble(nowMs, 26 * hourMs, {
      code: 'CHALLENGE_WON',
      subject: 'output 1201',
      severity: 'notice',
      title: 'The challenge of output 1201 is won',
      body: 'You won 4000 KRO. Nothing is left to do.',
      screen: 'challenges'
    }),
    24 * hourMs
  ),
  over(
    alertDouble(nowMs, 31 * hourMs, {
      code: 'CHALLENGE_AGAINST_ME',
      subject: 'output 1201',
      severity: 'critical',
      title: 'Your output 1201 is challenged',
      body: '0x90F7…b906 disputes it; 5000 KRO of yours are at stake.',
      screen: 'challenges'
    }),
    5 * hourMs
  )
]

const activeOf: Partial<Record<ScenarioName, (nowMs: number) => Alert[]>> = {
  jailed: (nowMs) => [jailed(nowMs), missed(nowMs)],
  'others-round': (nowMs) => [oneLeft(nowMs), withdraw(nowMs)],
  'rpc-down': (nowMs) => [rpcDown(nowMs), hostile(nowMs)]
}

/** The alerts of a scenario, as main would list them. */
export const alertsDouble = (name: ScenarioName, nowMs: number): AlertsOverview => ({
  active: activeOf[name]?.(nowMs) ?? [],
  past: name === 'first-start' || name === 'empty' ? [] : past(nowMs),
  mutes: name === 'others-round' ? [{ code: 'WITHDRAW_POSSIBLE', untilMs: nowMs + 5 * hourMs }] : [],
  channels: [
    { name: 'tray', kind: 'tray', target: null, waiting: 0, last: null },
    { name: 'notification', kind: 'notification', target: null, waiting: 0, last: null },
    { name: 'list', kind: 'list', target: null, waiting: 0, last: null },
    {
      name: 'webhook:phone',
      kind: 'webhook',
      target: 'https://ntfy.sh',
      waiting: name === 'rpc-down' ? 2 : 0,
      last:
        name === 'rpc-down'
          ? {
              ok: false,
              atMs: nowMs - 30_000,
              detail: 'The receiver cannot be reached (ECONNREFUSED); it is tried again.'
            }
          : { ok: true, atMs: nowMs - 40_000, detail: 'https://ntfy.sh took it (200).' }
    },
    {
      name: 'ping',
      kind: 'ping',
      target: 'https://hc-ping.com',
      waiting: 0,
      last: { ok: true, atMs: nowMs - 3 * minuteMs, detail: 'https://hc-ping.com took it (200).' }
    }
  ],
  quietHours: { from: '22:00', to: '07:00' },
  quiet: name === 'others-round'
})

export const muted = (
  overview: AlertsOverview,
  { code, untilMs, on }: { code: Alert['code']; untilMs: number | null; on: boolean }
): AlertsOverview => ({
  ...overview,
  mutes: [...overview.mutes.filter((mute) => mute.code !== code), ...(on ? [{ code, untilMs }] : [])]
})

/** A webhook that is away in one scenario, and answers in the others. */
export const testedDouble = (channel: string, nowMs: number): ChannelReceipt => ({
  ok: channel !== 'ping',
  atMs: nowMs,
  detail:
    channel === 'ping'
      ? 'The receiver refused it (404). Check the address in the settings.'
      : 'The receiver took it (200).'
})
