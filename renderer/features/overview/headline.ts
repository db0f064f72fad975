import type { ChallengeRow } from '../../../shared/domain/challenge.ts'
import type { EngineSnapshot } from '../../../shared/domain/snapshot.ts'
import { formatInteger } from '../../format/amount.ts'
import type { Tone } from '../../ui/tone.ts'
import { healthText, sortedHealth } from './health-texts.ts'
import { drawnOther } from './next-step.ts'
import { gateTexts } from './texts.ts'
import { type WaitText, waitText } from './wait-texts.ts'

export type Headline = { tone: Tone; text: string }

/** The state of everything in one sentence. Pure; says no time of day that runs, so that a screen reader is told only of changes. */
export const headline = (snapshot: EngineSnapshot, nowSec: number): Headline => {
  switch (snapshot.state) {
    case 'stopped':
      return { tone: 'warning', text: 'Paused. Your validator is not submitting outputs.' }
    case 'stopping':
      return { tone: 'notice', text: 'Stopping. What has begun is being finished.' }
    case 'starting':
      return { tone: 'notice', text: `Starting: ${doing(snapshot)}.` }
    case 'failed':
      return { tone: 'critical', text: `Could not start: ${failedGate(snapshot)}.` }
    default:
      return running(snapshot, nowSec)
  }
}

const doing = ({ gates, network }: EngineSnapshot): string => {
  if (gates.length === 0) return network.practice ? 'setting up the practice network' : 'setting up the engine'
  const gate = gates.find((g) => g.state !== 'passed')
  return gate === undefined ? 'reading the state of the chain' : gateTexts[gate.name].doing
}

const failedGate = ({ gates }: EngineSnapshot): string => {
  const gate = gates.find((g) => g.state === 'failed')
  return gate === undefined ? 'see what went wrong below' : `the check “${gateTexts[gate.name].title}” did not pass`
}

const running = (snapshot: EngineSnapshot, nowSec: number): Headline => {
  const { next, validator, health, state } = snapshot
  if (validator === null) return { tone: 'notice', text: 'Running. Reading the state of your validator.' }
  const wait =
    next?.kind === 'wait'
      ? waitText({ decision: next, validator, drawn: drawnOther(snapshot), roles: snapshot.roles, nowSec })
      : null
  if (validator.inJail && next?.kind !== 'submit')
    return { tone: 'critical', text: jailed(validator.jailExpiresAtSec <= nowSec) }
  const worst = sortedHealth(health)[0]
  if (wait?.tone === 'critical') return blockedBy(wait)
  if (snapshot.challenges.some(isStuck))
    return { tone: 'critical', text: 'Running, but a challenge needs you: its next move cannot be made.' }
  if (worst?.severity === 'critical')
    return { tone: 'critical', text: `Running, but needs your attention. ${healthText(worst).title}` }
  if (wait?.tone === 'warning') return blockedBy(wait)
  if (state === 'degraded')
    return { tone: 'warning', text: 'Running with problems. Your validator does what it still can; see Health.' }
  if (wait !== null && wait.tone === 'notice')
    return { tone: 'notice', text: `Running, but only watching. ${wait.title}.` }
  const dispute = disputed(snapshot)
  if (dispute !== null) return dispute
  if (next?.kind === 'submit' && next.byDevice)
    return {
      tone: 'warning',
      text: `Your signature is wanted: output ${formatInteger(next.outputIndex)} is yours to submit.`
    }
  if (next?.kind === 'submit' || snapshot.pending.some((tx) => tx.lane === 'submission'))
    return { tone: 'ok', text: `Running. Submitting output ${formatInteger(next?.outputIndex ?? 0n)} now.` }
  const warned = health.some((item) => item.severity === 'warning')
  return {
    tone: warned ? 'warning' : 'ok',
    text: warned
      ? 'Running. Your validator is active; one thing should be looked at.'
      : 'Running. Your validator is active and up to date.'
  }
}

const isStuck = ({ outcome, role, next }: ChallengeRow): boolean =>
  outcome === null && role !== 'watcher' && next?.kind === 'alert'

/** An own challenge that runs, on either side. */
const disputed = ({ challenges }: EngineSnapshot): Headline | null => {
  const roles = challenges.flatMap(({ outcome, role }) => (outcome === null ? role : []))
  if (roles.includes('asserter'))
    return { tone: 'warning', text: 'Running. An output of yours is challenged; the app defends it.' }
  return roles.includes('challenger')
    ? { tone: 'notice', text: 'Running. A wrong output was found; the app challenges it.' }
    : null
}

const jailed = (over: boolean): string =>
  over
    ? 'Running, but still in jail: the term is over and the validator can be released.'
    : 'Running, but your validator is in jail and cannot submit.'
const blockedBy = (wait: WaitText): Headline => ({
  tone: wait.tone,
  text: `Running, but not submitting. ${wait.title}.`
})
