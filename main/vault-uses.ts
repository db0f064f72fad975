import type { Config } from '../shared/config/config.ts'
import { validatorKeyName } from './store/signers/load-vault-key.ts'

/** Names of the secrets that a configuration takes from the vault. */
export function vaultUses(config: Config): string[] {
  const key = config.network !== 'practice' && config.key.source === 'vault' ? [validatorKeyName] : []
  const aws = config.prover?.ec2?.credentials.source === 'vault' ? ['aws'] : []
  const { webhooks, ping } = config.alerts
  const channels = [...webhooks, ...(ping ? [ping] : [])].flatMap(({ secret }) => secret ?? [])
  return [...new Set([...key, ...aws, ...channels])]
}
