import type { ContractAddresses } from '../../../shared/contracts/networks.ts'
import type { ObjectionView } from '../../../shared/domain/guard.ts'
import type { Address } from '../../../shared/domain/hex.ts'
import { AbortedError, AppError } from '../../../shared/errors.ts'
import type { Logger } from '../ports.ts'
import type { Clock } from '../runtime/clock.ts'
import type { SecondOpinion } from '../tx/types.ts'
import { actOf, actRules } from './act-rules.ts'
import { askAll } from './ask-all.ts'
import { askFacts, askHead, type Question, type Said, type Source, type SourceHead } from './ask-source.ts'
import { compareFacts } from './compare-facts.ts'
import { type Difference, decideSecond, type Opinion } from './decide-second.ts'
import { factReads } from './facts.ts'

type Deps = {
  /** One for each provider of L1, the operator's favourite first. */
  sources: readonly Source[]
  addresses: ContractAddresses
  validator: Address
  clock: Clock
  log: Logger
  /** L1 chain time in seconds. */
  chainNowSec: () => number | null
}

export type SecondSource = SecondOpinion & {
  /** What stands between two sources now. */
  objections(): ObjectionView[]
  /** Providers that gave no answer when they were last asked. */
  silent(): readonly { origin: string; why: string }[]
  /** Asks again about what is contradicted; it ends when the sources agree. */
  review(signal: AbortSignal): Promise<void>
}

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b)
const min = (a: bigint, b: bigint): bigint => (a < b ? a : b)

/** So many blocks behind the newest of them, a source is stale. */
const mostBehind = 5n
/** Nobody wants the act any more. */
const forgetAfterMs = 600_000

type Asked = { question: Question; waitMs: number }
type Contradiction = {
  purpose: string
  act: string
  asked: Asked
  difference: Difference
  insisted: boolean
  askedAtMs: number
}
type Kept = { view: ObjectionView; asked: Asked; askedAtMs: number }

/** Asks every provider of L1 for the same facts at the same block right before a signature, and stops what they do not agree on. */
export function createSecondSource(deps: Deps): SecondSource {
  const { sources, addresses, validator, clock, log } = deps
  const kept = new Map<string, Kept>()
  let silent: readonly { origin: string; why: string }[] = []

  /** Half of the time for the heads, half for the facts at the block that all of them know. */
  async function opinionOf({ question, waitMs }: Asked, signal: AbortSignal): Promise<Opinion> {
    const why = new Map<string, string>()
    const ask = {
      clock,
      ms: waitMs / 2,
      signal,
      note: (origin: string, reason: string) => void why.set(origin, reason)
    }
    const heads = await askAll({ ...ask, sources }, (source, inner) => askHead(source, 'latest', inner))
    const fresh = freshOf(heads, why)
    const number = fresh.map((head) => head.number).reduce(min, fresh[0]?.number ?? 0n)
    const headOf = (source: Source): SourceHead | undefined => fresh.find((head) => head.source === source)
    const compared = { ...ask, sources: fresh.length < 2 ? [] : fresh.map((head) => head.source) }
    const said: Said[] = await askAll(compared, (source, inner) =>
      askFacts({ source, known: headOf(source), number }, question, inner)
    )
    if (signal.aborted) throw new AbortedError(signal.reason)
    silent = [...why].map(([origin, reason]) => ({ origin, why: reason }))
    const difference = compareFacts(said)
    if (difference) return { kind: 'differ', difference }
    return said.length > 1 ? { kind: 'agree' } : { kind: 'silent', who: silent }
  }

  const object = ({ purpose, act, asked, difference, insisted, askedAtMs }: Contradiction): void => {
    const { field, sources: both, values } = difference
    const before = kept.get(purpose)
    const message = `${differenceText(difference)} ${insisted ? 'It was sent in spite of it, because being late would have lost the bond.' : 'Nothing is signed for it until they agree.'}`
    const sinceMs = before?.view.sinceMs ?? clock.now()
    const view = { act, purpose, field, sources: both, message, insisted, sinceMs }
    kept.set(purpose, { view, asked, askedAtMs })
    log.error('second-source.differ', {
      act,
      field,
      first: both[0],
      second: both[1],
      insisted,
      a: values[0],
      b: values[1]
    })
  }

  return {
    async check({ request, account, gas }, signal) {
      const { act, outputIndex, challenger } = actOf(request.purpose)
      const rule = actRules[act]
      const reads = factReads(rule.facts, { addresses, validator, outputIndex, challenger })
      const { to, data, valueWei = 0n, purpose } = request
      const asked = { question: { account, reads, call: { to, data, valueWei }, gas }, waitMs: rule.waitMs }
      const opinion = await opinionOf(asked, signal)
      const insistFromSec = request.insistFromSec ?? null
      const verdict = decideSecond({ rule, opinion, nowSec: deps.chainNowSec(), insistFromSec })
      if (opinion.kind !== 'differ') kept.delete(purpose)
      else {
        const { difference } = opinion
        object({ purpose, act, asked, difference, insisted: verdict.kind === 'insist', askedAtMs: clock.now() })
      }
      if (verdict.kind !== 'stop') return
      const message = opinion.kind === 'differ' ? differenceText(opinion.difference) : silenceText(silent)
      throw new AppError(
        { code: verdict.code ?? 'SOURCES_DISAGREE', purpose },
        { message: `${message} Nothing was signed.` }
      )
    },
    objections: () => [...kept.values()].map(({ view }) => view),
    silent: () => silent,
    async review(signal) {
      for (const [key, { asked, askedAtMs, view }] of [...kept]) {
        const opinion = await opinionOf(asked, signal)
        const { act, purpose, insisted } = view
        const { difference } = opinion.kind === 'differ' ? opinion : { difference: null }
        if (difference) object({ purpose, act, asked, difference, insisted, askedAtMs })
        const old = clock.now() - askedAtMs >= forgetAfterMs
        if (opinion.kind === 'agree' || old) kept.delete(key)
      }
    }
  }
}

/** Those that are not far behind the newest; for the others, why they do not count. */
function freshOf(heads: readonly SourceHead[], why: Map<string, string>): SourceHead[] {
  const newest = heads.map((head) => head.number).reduce(max, 0n)
  return heads.filter(({ number, source }) => {
    if (newest - number <= mostBehind) return true
    why.set(source.origin, `${newest - number} blocks behind`)
    return false
  })
}

const differenceText = ({ field, sources: [a, b], values: [x, y] }: Difference): string =>
  `Two L1 endpoints contradict each other about ${field}: ${a} says ${short(x)}, ${b} says ${short(y)}.`

const silenceText = (who: readonly { origin: string; why: string }[]): string =>
  `The second L1 endpoint gave no answer to compare with (${who.map(({ origin, why }) => `${origin}: ${why}`).join('; ')}). Try again when it does, or take it out of the settings.`

const short = (text: string): string => (text.length > 90 ? `${text.slice(0, 87)}...` : text)
