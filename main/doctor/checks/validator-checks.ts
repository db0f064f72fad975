import type { ValidatorView } from '../../../shared/domain/validator.ts'
import { type Check, NotMeasured } from '../check.ts'
import { judgeAccount, judgeBond, judgeEth } from '../judge/judge-validator.ts'
import { after, type ChainMeasures } from '../measure/measure-chains.ts'
import { type CheckParts, onChains } from './check-parts.ts'

/** With one output to pay, as sent. */
const submissionGas = 320_000n
const daySec = 86_400n

export function validatorChecks(parts: CheckParts): Check[] {
  const { world } = parts
  const check = onChains(parts)
  const validator = async (chains: ChainMeasures): Promise<ValidatorView> => {
    if (world.account === null) throw new NotMeasured('not known while the key is locked')
    const { validator: view } = await after('contracts', chains.state())
    if (view) return view
    throw new NotMeasured('not known before the check contracts passes')
  }
  return [
    { name: 'key', timeoutMs: 5_000, run: () => world.key() },
    { name: 'key-storage', timeoutMs: 15_000, run: () => world.keyStorage() },
    check('account', async ({ chains }) => judgeAccount(await validator(chains))),
    check('eth-days', async ({ chains }) => {
      const { ethWei, weightWei, totalWeightWei } = await validator(chains)
      const { submissionInterval, l2BlockTimeSec } = await chains.constants()
      const outputsPerDay = daySec / (submissionInterval * BigInt(l2BlockTimeSec) || 1n)
      const spending = world.spending()
      // The chance of being drawn, or of every output where nobody is weighed yet.
      const share = totalWeightWei === 0n ? [1n, 1n] : [weightWei, totalWeightWei]
      const perDay = spending
        ? null
        : (outputsPerDay * submissionGas * (await chains.gasPriceWei()) * (share[0] ?? 1n)) / (share[1] ?? 1n)
      return judgeEth({ ethWei, spending, estimateWeiPerDay: perDay })
    }),
    check('bond-outputs', async ({ chains }) => judgeBond(await validator(chains)))
  ]
}
