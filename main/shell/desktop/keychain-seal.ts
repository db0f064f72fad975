import type { SafeStorage } from 'electron'
import { AppError } from '../../../shared/errors.ts'
import { Secret } from '../../../shared/secret.ts'
import type { Seal } from '../../store/vault/vault.ts'
import { keychainFailed } from '../../store/vault/vault-errors.ts'
import { secretStorage } from './secret-storage.ts'

type Storage = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptStringAsync' | 'decryptStringAsync'
>

/** The system's key chain by Electron's safeStorage; null where there is none, or where what it calls one is a fixed password. */
export async function keychainSeal(safeStorage: Storage, platform: NodeJS.Platform): Promise<Seal | null> {
  if ((await secretStorage(safeStorage, platform)) !== 'keychain') return null
  return {
    seal: (text) => translated(async () => (await safeStorage.encryptStringAsync(text.reveal())).toString('base64')),
    open: (sealed) =>
      translated(async () => {
        const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(sealed, 'base64'))
        return { text: new Secret(result), stale: shouldReEncrypt }
      })
  }
}

/** What the system says may repeat what it was given, so only that it failed is kept. */
async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof AppError ? error : keychainFailed(null)
  }
}
