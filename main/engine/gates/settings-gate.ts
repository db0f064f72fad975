import type { EngineConfig } from '../engine-config.ts'
import type { GateBlock } from './run-gates.ts'

const permanent = (code: string, message: string): GateBlock => ({ code, message, permanent: true })

/** What the schema of the settings cannot say: values that are fine alone and wrong together. */
export function settingsGate(
  { rpc, fees, requestTimeoutMs, roles }: EngineConfig,
  { onDevice = false }: { onDevice?: boolean } = {}
): GateBlock | null {
  for (const [role, urls] of Object.entries(rpc))
    if (urls?.length === 0)
      return permanent('RPC_LIST_EMPTY', `No ${role} endpoint is configured. Add one to rpc.${role}.`)
  if (fees.minPriorityFeeWei > fees.maxFeePerGasCapWei)
    return permanent(
      'FEE_CAP_TOO_LOW',
      'The least priority fee is above the fee cap: nothing could be sent. Raise fees.maxFeePerGasGwei or lower fees.minPriorityFeeGwei.'
    )
  if (requestTimeoutMs <= 0)
    return permanent('TIMEOUT_INVALID', 'The request time-out must be above zero. Correct timeouts.requestSeconds.')
  if (onDevice && roles.challenger)
    return permanent(
      'CHALLENGER_NEEDS_KEY',
      'A challenger must move within hours, day and night, so its key has to be in the app; this account is on a Ledger. Set roles.challenger to false, or use a key in the app.'
    )
  return null
}
