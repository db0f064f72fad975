import { type AlertWorld, type Finding, isLooking, type Rule, type Verdict } from './rule.ts'
import { plainLine } from './words.ts'

/** Reasons that cost nothing: somebody else was first, or it was not wanted any more. */
const harmless = new Set(['NO_LONGER_WANTED', 'ABORTED', 'TX_UNDONE'])
const isSubmission = (purpose: string): boolean => purpose.startsWith('submit-output:')

/** Over as soon as that output is submitted, by whomever. */
export const submissionFailedRule: Rule = {
  codes: ['SUBMISSION_FAILED'],
  judge: ({ events }): Verdict => ({
    happened: events.flatMap((event): Finding[] =>
      event.type !== 'tx.failed' || !isSubmission(event.purpose) || harmless.has(event.code)
        ? []
        : [
            {
              code: 'SUBMISSION_FAILED',
              id: event.purpose.slice('submit-output:'.length),
              subject: event.purpose,
              severity: 'warning',
              title: 'A submission failed',
              body: `${plainLine(event.message)} (${plainLine(event.code)}). The app tries again while the round lasts; the Overview says what it waits for.`,
              screen: 'overview'
            }
          ]
    ),
    over: events.flatMap((event) =>
      event.type === 'output.submitted' ? [{ code: 'SUBMISSION_FAILED' as const, id: `${event.outputIndex}` }] : []
    )
  })
}

export const feeCapRule: Rule = {
  codes: ['TX_AT_FEE_CAP'],
  judge: (world): Verdict => ({
    complete: isLooking(world),
    holds: world.snapshot.pending
      .filter(({ atFeeCap }) => atFeeCap)
      .map(({ purpose, hash, lane }) => ({
        code: 'TX_AT_FEE_CAP',
        id: hash,
        subject: plainLine(purpose),
        severity: lane === 'operator' ? 'warning' : 'critical',
        title: 'A transaction is stuck at your fee cap',
        body: `${plainLine(purpose)} is not mined and may not be raised further. It waits for lower fees. Raise fees.maxFeePerGasGwei if it matters now.`,
        screen: 'settings'
      }))
  })
}

const foreign = ({ snapshot }: AlertWorld): boolean =>
  /^(FOREIGN_TRANSACTION|NONCE_CONFLICT)$/.test(snapshot.guard.pause?.code ?? '')

/** Signing pauses when somebody else uses the key, or when the journal cannot be kept. */
export const foreignTransactionRule: Rule = {
  codes: ['FOREIGN_TRANSACTION'],
  judge: (world): Verdict => ({
    complete: isLooking(world),
    holds: world.snapshot.health
      .filter(({ code }) => code === 'SIGNING_PAUSED')
      .map(({ message }) => ({
        code: 'FOREIGN_TRANSACTION',
        id: null,
        subject: world.snapshot.account,
        severity: 'critical',
        title: foreign(world) ? 'A transaction that this app did not send' : 'Signing is paused',
        body: foreign(world) ? `${plainLine(message)} Then move what can be moved.` : plainLine(message),
        screen: 'overview'
      }))
  })
}

/** A prover that is off is no news while nothing is to be proven. */
export const proverRule: Rule = {
  codes: ['PROVER_UNREACHABLE'],
  judge(world): Verdict {
    const { health, challenges } = world.snapshot
    const inDispute = challenges.some(({ role, outcome }) => role !== 'watcher' && outcome === null)
    return {
      complete: isLooking(world),
      holds: health
        .filter(({ code, severity }) => code.startsWith('PROVER_') && (inDispute || severity !== 'notice'))
        .map(({ code, subject, message }) => ({
          code: 'PROVER_UNREACHABLE',
          id: `${code}:${plainLine(subject ?? '')}`,
          subject: plainLine(subject ?? ''),
          severity: inDispute ? 'critical' : 'warning',
          title: 'A prover cannot be used',
          body: `${plainLine(message)} ${inDispute ? 'A dispute of yours is open: start it now.' : 'No proof is wanted from it now.'}`,
          screen: 'prover'
        }))
    }
  }
}
