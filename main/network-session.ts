import { dirname, resolve } from 'node:path'
import type { Config, KeySource } from '../shared/config/config.ts'
import type { AppError } from '../shared/errors.ts'
import type { Secret } from '../shared/secret.ts'
import type { EngineKey } from './engine/engine.ts'
import type { EngineConfig } from './engine/engine-config.ts'
import type { Clock } from './engine/runtime/clock.ts'
import type { AppLogger } from './log/logger.ts'
import { remoteEngineConfig } from './store/engine-config.ts'
import { loadSigner } from './store/signers/load-signer.ts'
import { createPassphraseGate } from './store/signers/passphrase-gate.ts'

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

/** A network that runs elsewhere. Throws the key's AppErrors. */
export async function openRemoteSession({
  config,
  configPath,
  askPassphrase,
  env,
  clock,
  log,
  signal
}: {
  config: RemoteConfig
  /** File whose folder relative key paths start from, or null. */
  configPath: string | null
  askPassphrase: (keystore: string) => Promise<Secret<string>>
  env: NodeJS.ProcessEnv
  clock: Clock
  log: AppLogger
  /** Ends the asking for a passphrase. */
  signal: AbortSignal
}): Promise<NetworkSession> {
  const source = absolutePaths(config.key, configPath)
  if (source.source === 'environment') log.redactor.learn(env[source.variable]?.trim() ?? '')
  const onWrong = (): void => log.warn('key.wrong-passphrase', {})
  const again = { gate: createPassphraseGate(clock), signal, onWrong }
  const { account, signer } = await loadSigner(source, { env, readPassphrase: askPassphrase, again })
  const engine = remoteEngineConfig(config)
  const { l1ChainId, addresses } = engine.network
  const folder = [l1ChainId, addresses.L2OutputOracle.slice(2, 10), account.slice(2, 10)].join('-').toLowerCase()
  const key: EngineKey = signer ? { kind: 'signer', signer } : { kind: 'watch', account }
  return { config: engine, key, folder, ended: new Promise(() => {}), close: async () => {} }
}

function absolutePaths(source: KeySource, configPath: string | null): KeySource {
  if (source.source !== 'keystore' || configPath === null) return source
  const at = (path: string): string => resolve(dirname(configPath), path)
  const { passphraseFile, ...rest } = source
  return {
    ...rest,
    path: at(source.path),
    ...(passphraseFile === undefined ? {} : { passphraseFile: at(passphraseFile) })
  }
}
