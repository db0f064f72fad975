import { AppError } from '../../../shared/errors.ts'

export const damagedVault = (path: string, why: string): AppError =>
  new AppError(
    { code: 'VAULT_DAMAGED', path },
    {
      message: `The vault ${path} is damaged (${why}) and was left as it is. Restore it from ${path}.previous or from your copy, or move it away and import the key once more; then start again.`
    }
  )

export const unreadableVault = (path: string, cause: unknown): AppError =>
  new AppError(
    { code: 'VAULT_UNREADABLE', path, reason: reasonOf(cause) },
    {
      message: `The vault ${path} cannot be read (${reasonOf(cause)}). Correct its permissions, then start again.`,
      cause
    }
  )

export const unwritableVault = (path: string, cause: unknown): AppError =>
  new AppError(
    { code: 'VAULT_UNWRITABLE', path, reason: reasonOf(cause) },
    {
      message: `The vault ${path} cannot be written (${reasonOf(cause)}), so nothing was changed. Free some space or correct the permissions, then try again.`,
      retryable: true,
      cause
    }
  )

export const wrongPassphrase = (): AppError =>
  new AppError(
    { code: 'VAULT_WRONG_PASSPHRASE' },
    { message: 'The passphrase does not open the vault. Try again; capital letters and spaces count.' }
  )

export const lockedVault = (): AppError =>
  new AppError({ code: 'VAULT_LOCKED' }, { message: 'The vault is locked: unlock it first.', retryable: true })

export const needsKeychain = (path: string): AppError =>
  new AppError(
    { code: 'VAULT_NEEDS_KEYCHAIN', path },
    {
      message: `The vault ${path} belongs to the system's key chain, which cannot be used here. Open it with the desktop app under the same user, or move it away and import the key once more.`
    }
  )

export const keychainFailed = (cause: unknown): AppError =>
  new AppError(
    { code: 'VAULT_KEYCHAIN_FAILED' },
    {
      message:
        "The system's key chain does not open the vault. Unlock the key chain, then try again. If it was reset, move vault.json away and import the key once more.",
      retryable: true,
      cause
    }
  )

const shortest = 8

/** Throws PASSPHRASE_TOO_SHORT. */
export function assertLongEnough(passphrase: string): void {
  if ([...passphrase].length >= shortest) return
  throw new AppError(
    { code: 'PASSPHRASE_TOO_SHORT', shortest },
    { message: `The passphrase needs ${shortest} characters or more.` }
  )
}

const reasonOf = (cause: unknown): string => (cause as NodeJS.ErrnoException | null)?.code ?? 'unknown reason'
