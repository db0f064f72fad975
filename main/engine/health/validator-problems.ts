import type { ValidatorView } from '../../../shared/domain/validator.ts'
import type { Problem } from './health-book.ts'
import type { HealthInput } from './health-input.ts'

/** Gas of a submission that has one output to pay, with the margin that is sent. */
const submissionGas = 630_000n

const kro = (wei: bigint): string => `${wei / 10n ** 18n} KRO`
const eth = (wei: bigint): string => `${(Number(wei / 10n ** 12n) / 1e6).toFixed(4)} ETH`
const utc = (sec: number): string => new Date(sec * 1000).toISOString().replace('.000Z', ' UTC').replace('T', ' ')

/** What is wrong with the validator account itself. */
export function validatorProblems(input: HealthInput): Problem[] {
  const { validator } = input
  if (!validator) return []
  return [
    ...standing(validator),
    ...misses(validator),
    ...bond(validator),
    ...(input.signs === 'nobody' ? [] : ether(validator, input)),
    ...(input.signs === 'device' ? [undefended] : [])
  ]
}

/** A move in a dispute has to be made within its time, at any hour: the app makes it, with a key that it has. */
const undefended: Problem = {
  code: 'DEFENCE_NEEDS_KEY',
  severity: 'notice',
  subject: null,
  message:
    'The key is on a Ledger, so this app cannot answer a challenge against an output of this validator. Use a key in the app where that matters.'
}

function standing({ inJail, jailExpiresAtSec, status }: ValidatorView): Problem[] {
  if (inJail) {
    const message = `The validator is in jail until ${utc(jailExpiresAtSec)}. It can be released by an unjail transaction from then on.`
    return [{ code: 'IN_JAIL', severity: 'critical', subject: null, message }]
  }
  if (status === 'ACTIVE') return []
  const message = `The validator is ${status}, not ACTIVE: it is not drawn and cannot submit. ${toActivate(status)}`
  return [{ code: 'NOT_ACTIVE', severity: 'warning', subject: null, message }]
}

const toActivate = (status: ValidatorView['status']): string =>
  status === 'READY' ? 'Activate it.' : status === 'NONE' ? 'Register it.' : 'Deposit KRO.'

function misses({ noSubmissionCount, jailThreshold, inJail }: ValidatorView): Problem[] {
  if (inJail || noSubmissionCount < jailThreshold) return []
  const message = `${noSubmissionCount} priority rounds were missed: the next miss means jail.`
  return [{ code: 'ONE_MISS_LEFT', severity: 'warning', subject: null, message }]
}

function bond({ freeKroWei, bondWei, status }: ValidatorView): Problem[] {
  if (status === 'NONE' || freeKroWei >= bondWei) return []
  const message = `${kro(freeKroWei)} are free, a bond takes ${kro(bondWei)}: the next output can be submitted only if one that is paid in the same call frees a bond.`
  return [{ code: 'BOND_SHORT', severity: 'warning', subject: null, message, raiseAfterMs: 10_000 }]
}

/** Warns while ETH covers less than one submission at the fee cap; it is serious below a tenth of that. */
function ether({ ethWei }: ValidatorView, { maxFeePerGasCapWei }: HealthInput): Problem[] {
  const needWei = submissionGas * maxFeePerGasCapWei
  if (ethWei >= needWei) return []
  const message = `The account has ${eth(ethWei)}; one submission at the fee cap takes up to ${eth(needWei)}. Send ETH to it.`
  return [{ code: 'LOW_ETH', severity: ethWei * 10n < needWei ? 'critical' : 'warning', subject: null, message }]
}
