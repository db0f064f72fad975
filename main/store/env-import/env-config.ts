import { type ConfigInput, configSchema } from '../../../shared/config/config.ts'
import type { EnvPreview, EnvPurpose } from '../../../shared/domain/env-import.ts'
import { isShell } from './parse-env.ts'
import type { EnvValues } from './read-operator-env.ts'

type RemoteInput = Extract<ConfigInput, { network: 'sepolia' | 'mainnet' }>
type Prover = NonNullable<RemoteInput['prover']>

/** Where the docker set-up has the operator's own nodes (protocol: the operators' set-up); its files name them by names that only docker knows. */
const localNodes = { l2: ['http://127.0.0.1:8545'], rollup: ['http://127.0.0.1:9545'] }

/** The settings that an environment file amounts to, with the key in the vault. `rpc.l1` is empty where it names none. Pure. */
export function envConfig(values: EnvValues, { network, roles }: Pick<EnvPreview, 'network' | 'roles'>): ConfigInput {
  const urls = (['validatorL1', 'nodeL1'] as const).flatMap(
    (purpose) => urlOf(values, purpose, /^(https?|wss?)$/) ?? []
  )
  const prover = proverOf(values)
  return {
    network: network ?? 'mainnet',
    rpc: { l1: [...new Set(urls)], ...localNodes },
    key: { source: 'vault' },
    roles,
    ...(prover && { prover })
  }
}

/** The app is the prover's proxy where the file names the machine; where it does not, the proxy that it names is asked. Left out when it would not hold. */
function proverOf(values: EnvValues): Prover | null {
  const ec2 = ec2Of(values)
  const zkEvmUrl = urlOf(values, 'zkEvmProver')
  const [zkVmProverUrl, zkVmWitnessUrl] = [urlOf(values, 'zkVmProver'), urlOf(values, 'zkVmWitness')]
  const zkVm = zkVmProverUrl && zkVmWitnessUrl ? { zkVmProverUrl, zkVmWitnessUrl } : {}
  const zkEvm = ec2 ? { ec2 } : zkEvmUrl ? { zkEvmUrl } : {}
  const prover: Prover = { ...zkEvm, ...zkVm }
  return Object.keys(prover).length > 0 ? prover : null
}

function ec2Of(values: EnvValues): Prover['ec2'] | null {
  const text = (purpose: EnvPurpose): string | undefined => values.get(purpose)?.value
  const ec2 = {
    region: text('awsRegion') ?? '',
    instanceId: text('proverInstanceId') ?? '',
    ...(values.has('proverAddressType') && { addressType: text('proverAddressType') as 'private' | 'public' }),
    ...(values.has('proverUrlSchema') && { urlScheme: text('proverUrlSchema') as 'http' | 'https' }),
    ...(values.has('proverRpcPort') && { port: Number(text('proverRpcPort')) }),
    credentials: { source: 'vault' as const }
  }
  return configSchema.safeParse({ network: 'practice', prover: { ec2 } }).success ? ec2 : null
}

function urlOf(values: EnvValues, purpose: EnvPurpose, protocol = /^https?$/): string | null {
  const value = values.get(purpose)?.value ?? ''
  const url = isShell(value) || !URL.canParse(value) ? null : new URL(value)
  return url && protocol.test(url.protocol.slice(0, -1)) ? value : null
}
