import type { Config } from '../shared/config/config.ts'
import type { VaultView } from '../shared/domain/vault.ts'
import type { Clock } from './engine/runtime/clock.ts'
import { createEnvDesk } from './env-desk.ts'
import type { HandlerDeps } from './ipc/handlers/create-handlers.ts'
import { createKeyDesk, type KeyDeskDeps } from './key-desk.ts'
import type { AppLogger } from './log/logger.ts'
import type { Vault } from './store/vault/vault.ts'
import { createVaultDesk } from './vault-desk.ts'
import { vaultUses } from './vault-uses.ts'

type Deps = {
  vault: Vault
  /** See `App`. */
  app: { config(): Config; reconfigure(config: Config, whileStopped: () => Promise<void>): Promise<void> }
  clock: Clock
  log: AppLogger
  /** Of exported keystores (tests). */
  scrypt?: KeyDeskDeps['scrypt']
}

/** What the screens may do with vault, key and environment file. */
export type SecretDesks = Required<Pick<HandlerDeps, 'vault' | 'keys' | 'env'>>

export function createSecretDesks({ vault, app, clock, log, scrypt }: Deps): SecretDesks {
  const learn = (secret: string): void => log.redactor.learn(secret)
  const desk = createVaultDesk({ vault, wanted: () => vaultUses(app.config()), learn })
  const onChanged = (): void => {
    if (!vaultUses(app.config()).includes('validator-key')) return
    // The same configuration, with something to do in between: otherwise it would be left as it runs.
    const letGo = async (): Promise<void> => log.info('key.let-go')
    app.reconfigure(app.config(), letGo).catch((error: unknown) => log.error('key.not-taken', { error: String(error) }))
  }
  const shared = { vault, clock, learn }
  const keys = createKeyDesk({
    ...shared,
    view: desk.view,
    onChanged,
    log: log.child('keys'),
    ...(scrypt && { scrypt })
  })
  return { vault: desk, keys, env: createEnvDesk({ ...shared, keys, log: log.child('env') }) }
}

/** The newest state after each change of the vault, or of what the settings take from it; those that were overtaken are left out. */
export function onVaultView(
  { vault, app }: { vault: Vault; app: { onConfigured(listener: () => void): void } },
  view: () => Promise<VaultView>,
  tell: (view: VaultView) => void
): void {
  let asked = 0
  const look = (): void => {
    asked += 1
    const mine = asked
    void view().then(
      (now) => mine === asked && tell(now),
      () => {}
    )
  }
  vault.onState(look)
  app.onConfigured(look)
}
