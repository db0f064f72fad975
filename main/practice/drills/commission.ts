import { startPracticeNetwork } from '../network.ts'
import { protocolReader } from '../read-contract.ts'
import { createBlockDriver } from './block-driver.ts'
import { type Drill, expectEqual } from './drill.ts'
import { type OperatorEngine, startOperatorEngine } from './operator-engine.ts'
import { operatorHands } from './operator-hands.ts'

const rate = 25

/** A commission change, whole: begun, refused while its delay lasts, finalized in the second in which it may be. */
export const commissionDrill: Drill = {
  name: 'commission',
  about: 'the commission is changed in two steps, refused a second too early',
  async run(context) {
    const { preset, seed, clock, log, signal } = context
    const network = await startPracticeNetwork({ preset, seed, clock, log, signal, mining: 'manual' })
    let operator: OperatorEngine | null = null
    try {
      operator = await startOperatorEngine(context, network, { roles: { submitter: false } })
      const driver = createBlockDriver(network, context)
      const hands = await operatorHands(operator.engine, driver, context)
      const read = protocolReader(network)
      const { address } = network.accounts.operator
      const before = await read.manager('getCommissionRate', address)
      const same = { kind: 'commission-init', input: { commission: String(before) } } as const
      expectEqual('the same rate', (await hands.refusals(same))[0], 'COMMISSION_DIFFERS')

      const [begun] = await hands.act({ kind: 'commission-init', input: { commission: String(rate) } })
      expectEqual('pending rate', await read.manager('getPendingCommissionRate', address), rate)
      const atSec = Number(await read.manager('canFinalizeCommissionChangeAt', address))
      await network.warp(atSec - 1 - network.nowSec())
      const finalize = { kind: 'commission-finalize', input: {} } as const
      expectEqual('a second too early', (await hands.refusals(finalize))[0], 'COMMISSION_DELAY_OVER')
      expectEqual('rate until then', await read.manager('getCommissionRate', address), before)
      await network.warp(1)
      const [finalized] = await hands.act(finalize)
      expectEqual('rate', await read.manager('getCommissionRate', address), rate)
      const { actions } = await hands.actions.overview(signal)
      const next = actions.find(({ kind }) => kind === 'commission-finalize')?.conditions
      expectEqual(
        'nothing is pending',
        next?.find(({ code }) => code === 'COMMISSION_CHANGE_INITIATED')?.verdict,
        'unmet'
      )
      return {
        from: before,
        to: rate,
        delaySec: network.params.commissionChangeDelay,
        begun: begun?.hash,
        finalized: finalized?.hash
      }
    } finally {
      await operator?.stop()
      await network.stop()
    }
  }
}
