import { AbortedError, AppError } from '../../../shared/errors.ts'
import { Secret } from '../../../shared/secret.ts'
import type { Clock } from '../../engine/runtime/clock.ts'
import { createPassphraseGate, type PassphraseGate } from '../signers/passphrase-gate.ts'
import type { Seal, Vault, VaultKind, VaultState } from './vault.ts'
import {
  boxSecret,
  type DataKey,
  isWhole,
  newDataKey,
  type ScryptCost,
  signed,
  unboxSecret,
  unwrapKey,
  usualCost,
  wrapKey
} from './vault-crypto.ts'
import { assertLongEnough, damagedVault, keychainFailed, lockedVault, needsKeychain } from './vault-errors.ts'
import { readVaultText, replaceVault, systemDisk, type VaultDisk } from './vault-file.ts'
import { formatVault, parseVault, type VaultFile } from './vault-format.ts'

export type OpenVault = {
  path: string
  /** The key chain of the host, null where there is none; it may answer late, and the vault is `opening` until then. */
  seal: Promise<Seal | null>
  clock: Clock
  /** Tests. */
  disk?: VaultDisk
  cost?: ScryptCost
}

/** The vault in one file; opens by itself where there is a key chain. Never throws: what is wrong with the file is its `problem`. */
export function openVault(options: OpenVault): Vault {
  const vault = new FileVault(options)
  void vault.begin()
  return vault
}

type PassphraseChange = { current: Secret<string>; next: Secret<string> }

class FileVault implements Vault {
  readonly #path: string
  readonly #sealing: Promise<Seal | null>
  readonly #disk: VaultDisk
  readonly #cost: ScryptCost
  readonly #gate: PassphraseGate
  readonly #listeners = new Set<(state: VaultState) => void>()
  #seal: Seal | null = null
  #begun = false
  #file: VaultFile | null = null
  #key: DataKey | null = null
  #problem: AppError | null = null
  #turn: Promise<unknown> = Promise.resolve()

  constructor({ path, seal, clock, disk = systemDisk, cost = usualCost }: OpenVault) {
    this.#path = path
    this.#sealing = seal
    this.#disk = disk
    this.#cost = cost
    this.#gate = createPassphraseGate(clock)
  }

  async begin(): Promise<void> {
    await this.#inTurn(async () => {
      this.#seal = await this.#sealing.catch(() => null)
      try {
        const text = await readVaultText(this.#path, this.#disk)
        this.#file = text === null ? null : parseVault(text, this.#path)
        if (this.#file ? this.#file.kind === 'keychain' : this.#seal) await this.#openSealed()
      } catch (error) {
        this.#fail(error)
      }
      this.#begun = true
    })
    this.#changed()
  }

  kind(): VaultKind {
    return this.#file?.kind ?? (this.#seal || !this.#begun ? 'keychain' : 'passphrase')
  }

  state(): VaultState {
    if (!this.#begun) return 'opening'
    if (this.#problem) return 'locked'
    if (this.#key) return 'open'
    return this.#file ? 'locked' : 'none'
  }

  problem(): AppError | null {
    return this.#problem
  }

  waitUntilMs(): number {
    return this.#gate.state().waitUntilMs
  }

  onState(listener: (state: VaultState) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  names(): string[] {
    return Object.keys(this.#file?.secrets ?? {}).sort()
  }

  choosePassphrase(passphrase: Secret<string>): Promise<void> {
    return this.#then(async () => {
      if (this.state() !== 'none')
        throw new AppError({ code: 'VAULT_IN_USE' }, { message: 'There is a vault already: unlock it.' })
      assertLongEnough(passphrase.reveal())
      const key = newDataKey()
      await this.#commit(await this.#withPassphrase(key, passphrase, {}), key, { forget: false })
    })
  }

  async unlock(passphrase: Secret<string>, signal: AbortSignal): Promise<void> {
    await this.#then(async () => {
      if (this.#problem?.code !== 'VAULT_KEYCHAIN_FAILED') return
      this.#problem = null
      await this.#openSealed().catch((error: unknown) => this.#fail(error))
    })
    if (this.#problem) throw this.#problem
    if (this.#key) return
    const key = await this.#keyBy(passphrase, signal)
    await this.#then(async () => {
      this.#key ??= key
    })
  }

  async confirm(passphrase: Secret<string>, signal: AbortSignal): Promise<void> {
    this.#openKey()
    if (this.kind() === 'passphrase') await this.#keyBy(passphrase, signal)
  }

  async changePassphrase({ current, next }: PassphraseChange, signal: AbortSignal): Promise<void> {
    this.#openKey()
    if (this.kind() === 'keychain')
      throw new AppError(
        { code: 'VAULT_HAS_NO_PASSPHRASE' },
        { message: "This vault is opened by the system's key chain: there is no passphrase to change." }
      )
    assertLongEnough(next.reveal())
    await this.#keyBy(current, signal)
    await this.#then(() => this.#encryptAnew(next))
  }

  async opened(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const look = (): void => {
        const hopeless = this.#problem && this.#problem.code !== 'VAULT_KEYCHAIN_FAILED' ? this.#problem : null
        if (signal.aborted) end(() => reject(new AbortedError(signal.reason)))
        else if (this.state() === 'open') end(resolve)
        else if (hopeless) end(() => reject(hopeless))
      }
      const off = this.onState(look)
      const end = (act: () => void): void => {
        off()
        signal.removeEventListener('abort', look)
        act()
      }
      signal.addEventListener('abort', look)
      look()
    })
  }

  read(name: string): Promise<Secret<string> | null> {
    return this.#inTurn(async () => this.#unbox(name, this.#openKey()))
  }

  write(name: string, value: Secret<string>): Promise<void> {
    return this.#then(async () => {
      const key = this.#openKey()
      const secrets = { ...this.#file?.secrets, [name]: boxSecret(key, name, value) }
      await this.#commit(await this.#same(secrets, key), key, { forget: false })
    })
  }

  remove(name: string): Promise<void> {
    return this.#then(async () => {
      const key = this.#openKey()
      const { [name]: gone, ...secrets } = this.#file?.secrets ?? {}
      if (gone) await this.#commit(await this.#same(secrets, key), key, { forget: true })
    })
  }

  async #encryptAnew(passphrase: Secret<string>): Promise<void> {
    const [old, key] = [this.#openKey(), newDataKey()]
    const boxes = this.names().flatMap((name) => {
      const value = this.#unbox(name, old)
      return value ? [[name, boxSecret(key, name, value)] as const] : []
    })
    await this.#commit(await this.#withPassphrase(key, passphrase, Object.fromEntries(boxes)), key, { forget: true })
  }

  #openKey(): DataKey {
    if (this.#problem) throw this.#problem
    if (!this.#key) throw lockedVault()
    return this.#key
  }

  #unbox(name: string, key: DataKey): Secret<string> | null {
    const box = this.#file?.secrets[name]
    if (!box) return null
    const value = unboxSecret(key, name, box)
    if (!value) throw damagedVault(this.#path, `"${name}" is not what was kept`)
    return value
  }

  /** What the passphrase opens, slowed down; other work on the vault does not wait for it. */
  async #keyBy(passphrase: Secret<string>, signal: AbortSignal): Promise<DataKey> {
    const file = this.#file
    if (file?.kind !== 'passphrase')
      throw new AppError({ code: 'VAULT_NOT_CHOSEN' }, { message: 'No passphrase was chosen yet: choose one first.' })
    const attempt = async (): Promise<DataKey> => {
      const key = await unwrapKey(file.key, passphrase, this.#path)
      if (!isWhole(file, key)) throw this.#fail(damagedVault(this.#path, 'its parts do not belong together'))
      return key
    }
    // How long the next one waits has changed, too.
    return this.#gate.attempt(attempt, signal).finally(() => this.#changed())
  }

  async #openSealed(): Promise<void> {
    const file = this.#file
    if (!this.#seal) throw needsKeychain(this.#path)
    if (file?.kind !== 'keychain') {
      this.#key = newDataKey()
      return
    }
    const { text, stale } = await this.#seal.open(file.key)
    const key = new Secret(Buffer.from(text.reveal(), 'hex'))
    if (key.reveal().length !== 32 || !isWhole(file, key))
      throw damagedVault(this.#path, 'its parts do not belong together')
    this.#key = key
    // It opens as it is: sealing it anew can wait for another time.
    if (stale)
      await this.#sealed(file.secrets, key)
        .then((f) => this.#commit(f, key, { forget: false }))
        .catch(() => {})
  }

  async #sealed(secrets: VaultFile['secrets'], key: DataKey): Promise<VaultFile> {
    if (!this.#seal) throw keychainFailed(null)
    const sealed = await this.#seal.seal(new Secret(key.reveal().toString('hex')))
    return signed({ version: 1, kind: 'keychain', key: sealed, secrets }, key)
  }

  async #withPassphrase(key: DataKey, passphrase: Secret<string>, secrets: VaultFile['secrets']): Promise<VaultFile> {
    return signed({ version: 1, kind: 'passphrase', key: await wrapKey(key, passphrase, this.#cost), secrets }, key)
  }

  /** The file with other secrets under the same key. */
  async #same(secrets: VaultFile['secrets'], key: DataKey): Promise<VaultFile> {
    return this.#file ? signed({ ...this.#file, secrets }, key) : this.#sealed(secrets, key)
  }

  async #commit(file: VaultFile, key: DataKey, { forget }: { forget: boolean }): Promise<void> {
    await replaceVault({ path: this.#path, text: formatVault(file), forget }, this.#disk)
    this.#file = file
    this.#key = key
  }

  #fail(error: unknown): AppError {
    this.#key = null
    this.#problem = error instanceof AppError ? error : keychainFailed(error)
    return this.#problem
  }

  /** In turn, and told when it is done. */
  async #then(work: () => Promise<void>): Promise<void> {
    try {
      await this.#inTurn(work)
    } finally {
      this.#changed()
    }
  }

  /** One at a time, in the order asked for. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work)
    this.#turn = mine.catch(() => {})
    return mine
  }

  #changed(): void {
    const state = this.state()
    for (const listener of [...this.#listeners]) listener(state)
  }
}
