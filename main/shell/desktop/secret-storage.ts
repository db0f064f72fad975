import type { SafeStorage } from 'electron'
import type { SecretStorage } from '../shell.ts'

/** What the system offers for secrets. On Linux without a key ring Electron falls back to a fixed password: that is `plain`. */
export async function secretStorage(
  safeStorage: Pick<SafeStorage, 'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend'>,
  platform: NodeJS.Platform
): Promise<SecretStorage> {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return 'none'
  return platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text' ? 'plain' : 'keychain'
}
