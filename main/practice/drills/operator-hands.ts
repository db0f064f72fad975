import type { ActionRecord, DeviceSignature, PreparedTx, PrepareResult } from '../../../shared/domain/action.ts'
import type { ActionRequest } from '../../../shared/domain/action-input.ts'
import { AppError } from '../../../shared/errors.ts'
import type { Actions } from '../../engine/actions/actions.ts'
import type { Engine } from '../../engine/engine.ts'
import type { BlockDriver } from './block-driver.ts'
import type { DrillContext } from './drill.ts'

/** Signs what is meant for a device. */
export type SignOnDevice = (tx: PreparedTx) => Promise<DeviceSignature>

export type OperatorHands = {
  actions: Actions
  /** All steps of an action, each signed and followed until its effect is proven on chain. Throws DRILL_FAILED when something says no. */
  act(request: ActionRequest, sign?: SignOnDevice): Promise<ActionRecord[]>
  /** The blocking conditions that are not met. */
  refusals(request: ActionRequest): Promise<string[]>
}

/** The operator at the screen: prepares, confirms, waits. */
export async function operatorHands(
  engine: Engine,
  driver: BlockDriver,
  { signal, say }: Pick<DrillContext, 'signal' | 'say'>
): Promise<OperatorHands> {
  const actions = await driver.until({ what: 'the operator can act' }, () => engine.actions())

  async function once(tx: PreparedTx, sign: SignOnDevice | undefined): Promise<ActionRecord> {
    if (sign) await actions.submitSignature(tx.id, await sign(tx), signal)
    else await actions.sign(tx.id, signal)
    const done = await driver.until({ what: `${tx.kind}, ${tx.step}: mined and proven` }, async () => {
      const record = (await actions.list()).find((one) => one.tx.id === tx.id)
      return record?.stage === 'verified' || record?.stage === 'failed' ? record : null
    })
    if (done.stage === 'failed') throw failed(`${tx.kind} (${tx.step}) failed: ${done.code}`)
    say(`${tx.kind}: ${tx.step} mined in block ${done.blockNumber}, ${done.proof?.event?.name ?? 'no event expected'}`)
    return done
  }

  return {
    actions,
    async act(request, sign) {
      const records: ActionRecord[] = []
      for (;;) {
        const result = await actions.prepare(request, signal)
        if (!result.ready) throw failed(`${request.kind} is not possible: ${unmet(result).join(', ')}`)
        records.push(await once(result.tx, sign))
        if (result.tx.step === 'call') return records
      }
    },
    refusals: async (request) => unmet(await actions.prepare(request, signal))
  }
}

const unmet = (result: PrepareResult): string[] =>
  result.ready
    ? []
    : result.preview.conditions.flatMap(({ code, verdict, blocking }) => (blocking && verdict !== 'met' ? [code] : []))

const failed = (what: string): AppError => new AppError({ code: 'DRILL_FAILED', what }, { message: what })
