import type { Config, KeySource } from '../shared/config/config.ts'
import type { AppError } from '../shared/errors.ts'
import type { Secret } from '../shared/secret.ts'
import type { EngineKey } from './engine/engine.ts'
import type { EngineConfig } from './engine/engine-config.ts'
import type { Clock } from './engine/runtime/clock.ts'
import { absolutePaths } from './key-paths.ts'
import type { AppLogger } from './log/logger.ts'
import { networkFolder } from './network-folder.ts'
import { remoteEngineConfig } from './store/engine-config.ts'
import { type LoadedKey, loadSigner } from './store/signers/load-signer.ts'
import { loadVaultKey } from './store/signers/load-vault-key.ts'
import { createPassphraseGate } from './store/signers/passphrase-gate.ts'
import type { Vault } from './store/vault/vault.ts'

/** A network that the engine can be started on: where it is, who acts on it, and which folder keeps what happened there. */
export type NetworkSession = {
  config: EngineConfig
  key: EngineKey
  /** Name of the folder below the data folder: one per deployment and account, so that journals never mix. */
  folder: string
  /** Resolves when the network below ended: with why when it did so by itself, with null after `close`. */
  ended: Promise<AppError | null>
  close(): Promise<void>
}

export type RemoteConfig = Exclude<Config, { network: 'practice' }>

export type RemoteOptions = {
  config: RemoteConfig
  /** File whose folder relative key paths start from, or null. */
  configPath: string | null
  askPassphrase: (keystore: string, signal: AbortSignal) => Promise<Secret<string>>
  vault: Vault
  /** Hears what is waited for. */
  tell: (reason: string | null) => void
  /** Left out: there is a screen, and a key that is missing is waited for. See `EngineOptions.gatePatience`. */
  gatePatience?: number
  env: NodeJS.ProcessEnv
  clock: Clock
  log: AppLogger
  /** Ends the asking for a passphrase, and the wait for the vault. */
  signal: AbortSignal
}

/** A network that runs elsewhere. Throws the key's AppErrors. */
export async function openRemoteSession(options: RemoteOptions): Promise<NetworkSession> {
  const { config, configPath } = options
  const source = absolutePaths(config.key, configPath)
  const loaded = await loadKey(source, options)
  const engine = remoteEngineConfig(config)
  const folder = networkFolder(engine.network, loaded.account)
  const key = engineKey(source, loaded)
  return { config: engine, key, folder, ended: new Promise(() => {}), close: async () => {} }
}

function loadKey(source: KeySource, options: RemoteOptions): Promise<LoadedKey> {
  const { askPassphrase, vault, tell, gatePatience, env, clock, log, signal } = options
  if (source.source === 'vault') return loadVaultKey(vault, { tell, wait: gatePatience === undefined, signal })
  if (source.source === 'environment') log.redactor.learn(env[source.variable]?.trim() ?? '')
  const onWrong = (): void => log.warn('key.wrong-passphrase', {})
  const again = { gate: createPassphraseGate(clock), signal, onWrong }
  return loadSigner(source, { env, readPassphrase: (path) => askPassphrase(path, signal), again })
}

const engineKey = (source: KeySource, { account, signer }: LoadedKey): EngineKey => {
  if (signer) return { kind: 'signer', signer }
  return source.source === 'ledger'
    ? { kind: 'device', account, path: source.path ?? null }
    : { kind: 'watch', account }
}
