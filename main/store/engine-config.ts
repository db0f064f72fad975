import type { Config, Fees, ProverSettings } from '../../shared/config/config.ts'
import { type ContractAddresses, networkPresets } from '../../shared/contracts/networks.ts'
import type { EngineConfig, ProverConfig } from '../engine/engine-config.ts'
import type { FeePolicy } from '../engine/tx/types.ts'

type RemoteConfig = Exclude<Config, { network: 'practice' }>
type PracticeConfig = Extract<Config, { network: 'practice' }>
type Place = {
  network: EngineConfig['network']
  rpc: EngineConfig['rpc']
  /** What the settings do not name. */
  prover?: Pick<ProverConfig, 'zkEvmUrl' | 'zkVm'>
}

const gweiToWei = (gwei: number): bigint => BigInt(Math.round(gwei * 1e9))

/** Fee policy in wei and milliseconds. */
export const feePolicy = (fees: Fees): FeePolicy => ({
  maxFeePerGasCapWei: gweiToWei(fees.maxFeePerGasGwei),
  minPriorityFeeWei: gweiToWei(fees.minPriorityFeeGwei),
  bumpPercent: BigInt(fees.bumpPercent),
  resendAfterMs: fees.resendAfterSeconds * 1000,
  confirmations: fees.confirmations
})

/** The engine's configuration for a network that exists elsewhere: presets filled in, settings on top. */
export function remoteEngineConfig(config: RemoteConfig): EngineConfig {
  return engineConfig(config, {
    network: { name: config.network, practice: false, ...placeOf(config) },
    rpc: config.rpc
  })
}

/** The same for the practice network, whose place is known only when it runs. */
export const practiceEngineConfig = (config: PracticeConfig, place: Place): EngineConfig => engineConfig(config, place)

const engineConfig = (config: Config, { prover, ...place }: Place): EngineConfig => ({
  ...place,
  prover: proverConfig(config.prover, prover),
  roles: config.roles,
  timers: config.timers,
  fees: feePolicy(config.fees),
  requestTimeoutMs: config.timeouts.requestSeconds * 1000,
  l2Head: config.l2Head,
  rpcLimits: config.rpcLimits
})

const defaultProofHours = 4

function proverConfig(settings: ProverSettings | undefined, fallback: Place['prover']): ProverConfig {
  const { zkEvmUrl, zkVmWitnessUrl, zkVmProverUrl, timeoutHours = defaultProofHours } = settings ?? {}
  const zkVm = zkVmWitnessUrl && zkVmProverUrl ? { witnessUrl: zkVmWitnessUrl, proverUrl: zkVmProverUrl } : null
  return {
    zkEvmUrl: zkEvmUrl ?? fallback?.zkEvmUrl ?? null,
    zkVm: zkVm ?? fallback?.zkVm ?? null,
    timeoutMs: timeoutHours * 3_600_000
  }
}

function placeOf(config: RemoteConfig): {
  label: string
  l1ChainId: number
  l2ChainId: number
  addresses: ContractAddresses
} {
  if (config.network === 'custom') {
    const { label, l1ChainId, l2ChainId, addresses } = config
    return { label, l1ChainId, l2ChainId, addresses }
  }
  const preset = networkPresets[config.network]
  return { ...preset, addresses: withoutUndefined(preset.addresses, config.addresses ?? {}) }
}

const withoutUndefined = (
  base: ContractAddresses,
  over: Partial<Record<keyof ContractAddresses, `0x${string}` | undefined>>
): ContractAddresses => ({
  ...base,
  ...(Object.fromEntries(Object.entries(over).filter(([, v]) => v !== undefined)) as Partial<ContractAddresses>)
})
