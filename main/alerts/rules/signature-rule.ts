import { isLooking, type Rule, type Verdict } from './rule.ts'
import { span, utc } from './words.ts'

/** The validator's key is on a device and the next output is its to submit: over when it is signed, or when somebody else submitted. */
export const signatureRule: Rule = {
  codes: ['SIGNATURE_WANTED'],
  judge(world): Verdict {
    const { next } = world.snapshot
    if (!isLooking(world)) return { complete: false }
    if (next?.kind !== 'submit' || !next.byDevice) return { holds: [] }
    const { outputIndex, deadlineSec, round } = next
    const left = world.chainNowSec === null || deadlineSec === null ? null : deadlineSec - world.chainNowSec
    const until =
      deadlineSec === null
        ? 'Whoever is first submits it now.'
        : `It is yours until ${utc(deadlineSec)}${left === null ? '' : `, in ${span(left)}`}; after that it counts as missed if somebody else submits it.`
    return {
      holds: [
        {
          code: 'SIGNATURE_WANTED',
          id: `${outputIndex}`,
          subject: `output ${outputIndex}`,
          severity: round === 'public' ? 'warning' : 'critical',
          title: `Sign output ${outputIndex} on your Ledger`,
          body: `Output ${outputIndex} is to be submitted by your validator, whose key is on a Ledger. ${until} Open the Overview and sign.`,
          screen: 'overview'
        }
      ]
    }
  }
}
