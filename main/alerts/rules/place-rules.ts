import type { AlertCode, AlertScreen } from '../../../shared/domain/alert.ts'
import type { HealthItem } from '../../../shared/domain/health.ts'
import { type AlertWorld, type Finding, isLooking, type Rule, unknown, type Verdict } from './rule.ts'
import { plainLine, span, utc } from './words.ts'

type Kind = { code: AlertCode; from: readonly string[]; title: string; todo: string; screen: AlertScreen }

/** Items of the engine's health that are alerts as they stand. */
const fromHealth = ({ code, from, title, todo, screen }: Kind): Rule => ({
  codes: [code],
  judge(world): Verdict {
    const wanted = (item: HealthItem): boolean => from.includes(item.code) && item.severity !== 'notice'
    const items = world.snapshot.health.filter(wanted)
    const gates = world.snapshot.gates.filter((gate) => gate.state === 'failed' && from.includes(gate.code ?? ''))
    const finding = (about: { code: string | null; subject: string | null; message: string | null }) => ({
      code,
      id: `${about.code}:${plainLine(about.subject ?? '')}`,
      subject: about.subject === null ? null : plainLine(about.subject),
      title,
      body: `${plainLine(about.message ?? '')} ${todo}`.trim(),
      screen
    })
    return {
      complete: isLooking(world),
      holds: [
        ...items.map(
          (item): Finding => ({ ...finding(item), severity: item.severity === 'critical' ? 'critical' : 'warning' })
        ),
        ...gates.map((gate): Finding => ({ ...finding({ ...gate, subject: null }), severity: 'critical' }))
      ]
    }
  }
})

export const rpcDownRule = fromHealth({
  code: 'RPC_DOWN',
  from: [
    'RPC_DOWN',
    'NODE_UNREACHABLE',
    'L1_UNREACHABLE',
    'L2_UNREACHABLE',
    'ROLLUP_UNREACHABLE',
    'SECOND_SOURCE_SILENT'
  ],
  title: 'An endpoint does not answer',
  todo: '',
  screen: 'overview'
})

export const rpcBehindRule = fromHealth({
  code: 'RPC_BEHIND',
  from: ['CHAIN_STALE', 'RPC_STALE', 'NODE_BEHIND', 'NODE_SYNCING'],
  title: 'A node is behind',
  todo: '',
  screen: 'overview'
})

export const rpcLyingRule = fromHealth({
  code: 'RPC_LYING',
  from: ['SOURCES_DISAGREE'],
  title: 'Your nodes disagree',
  todo: 'One of them is wrong or lies.',
  screen: 'overview'
})

export const wrongChainRule = fromHealth({
  code: 'WRONG_CHAIN',
  from: ['L1_WRONG_CHAIN', 'L2_WRONG_CHAIN', 'ROLLUP_WRONG_CHAIN', 'RPC_WRONG_CHAIN', 'ADDRESS_MISMATCH'],
  title: 'An endpoint is on another chain',
  todo: 'Nothing is sent through it.',
  screen: 'settings'
})

export const rpcBudgetRule = fromHealth({
  code: 'RPC_BUDGET',
  from: ['RPC_BUDGET'],
  title: 'The day’s limit of requests is near',
  todo: '',
  screen: 'doctor'
})

export const clockSkewRule = fromHealth({
  code: 'CLOCK_SKEW',
  from: ['CLOCK_SKEW'],
  title: 'This machine’s clock is off',
  todo: '',
  screen: 'overview'
})

const sec = (ms: number): number => Math.floor(ms / 1000)

export const asleepRule: Rule = {
  codes: ['APP_ASLEEP'],
  judge({ facts: { asleep }, settings }): Verdict {
    if (!asleep || asleep.toMs - asleep.fromMs < settings.thresholds.asleepMinutes * 60_000) return {}
    const { fromMs, toMs } = asleep
    return {
      happened: [
        {
          code: 'APP_ASLEEP',
          id: `${fromMs}`,
          subject: null,
          severity: 'warning',
          title: 'The app was asleep',
          body: `It did not run from ${utc(sec(fromMs))} to ${utc(sec(toMs))} (${span((toMs - fromMs) / 1000)}): this machine slept or stood still. Rounds and turns in that time may be missed. Turn sleep off while the validator is active.`,
          screen: 'overview'
        }
      ]
    }
  }
}

/** A pause is the operator's own wish: it is said only when it lasts. */
export const engineRule: Rule = {
  codes: ['ENGINE_STOPPED', 'ENGINE_FAILED'],
  judge({ snapshot, facts: { stoppedSinceMs, waitingSinceMs }, nowMs, settings }: AlertWorld): Verdict {
    const { state, stateReason } = snapshot
    const isLong = (sinceMs: number): boolean => nowMs - sinceMs >= settings.thresholds.stoppedMinutes * 60_000
    if (state === 'failed') return { holds: [failed(stateReason)] }
    if (state === 'starting' && waitingSinceMs && isLong(waitingSinceMs))
      return { holds: [waiting(waitingSinceMs, stateReason)] }
    if (state === 'starting' || state === 'stopping') return unknown
    const sinceMs = stoppedSinceMs ?? nowMs
    return { holds: state === 'stopped' && isLong(sinceMs) ? [stopped(sinceMs)] : [] }
  }
}

const failed = (reason: string | null): Finding => ({
  code: 'ENGINE_FAILED',
  id: null,
  subject: null,
  severity: 'critical',
  title: 'The validator has stopped working',
  body: `${plainLine(reason ?? 'The log says why.')} Nothing is submitted or defended until it is started again.`,
  screen: 'overview'
})

/** Nobody's wish: a machine that started again and waits for its passphrase does nothing until somebody comes. */
const waiting = (sinceMs: number, reason: string | null): Finding => ({
  code: 'ENGINE_STOPPED',
  id: null,
  subject: null,
  severity: 'critical',
  title: 'The validator waits and does not work',
  body: `Since ${utc(sec(sinceMs))}. ${plainLine(reason ?? 'The Overview says what it waits for.')} Priority rounds that fall to it meanwhile count as missed, and no challenge is answered.`,
  screen: 'overview'
})

const stopped = (sinceMs: number): Finding => ({
  code: 'ENGINE_STOPPED',
  id: null,
  subject: null,
  severity: 'warning',
  title: 'The validator is paused',
  body: `Since ${utc(sec(sinceMs))}. Priority rounds that fall to it meanwhile count as missed, and no challenge is answered. Resume it on the Overview.`,
  screen: 'overview'
})
