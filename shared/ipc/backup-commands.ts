import { z } from 'zod'
import type { BackupMade, BackupRestored } from '../domain/backup.ts'
import { passphraseText } from './secret-text.ts'

const of = <T>() => z.custom<T>()
const id = z.string().regex(/^[0-9a-f-]{36}$/)
const passphrase = passphraseText
/** Of the vault, where it has one and holds something: that whoever asks is the operator. */
const vaultPassphrase = passphrase.nullable()
const base64 = z
  .string()
  .regex(/^[A-Za-z0-9+/]*={0,2}$/)
  .max(50_000)

/** A back-up crosses in parts, since messages are small. Refused with BACKUP_NOT_OURS, BACKUP_DAMAGED, BACKUP_FROM_FUTURE, BACKUP_WRONG_PASSPHRASE, VAULT_LOCKED, VAULT_WRONG_PASSPHRASE; nothing was changed then. */
export const backupCommands = {
  /** Makes one and keeps it in memory until the next one is made. Refused with PASSPHRASE_TOO_SHORT. */
  'backup.create': { input: z.strictObject({ passphrase, vaultPassphrase }), output: of<BackupMade>() },
  /** One part of it in base64. Refused with BACKUP_UNKNOWN. */
  'backup.read': { input: z.strictObject({ id, part: z.int().nonnegative() }), output: of<string>() },
  /** One part of a file that is to be restored, in order; the first part of a new `id` forgets the file before. */
  'backup.put': { input: z.strictObject({ id, part: z.int().nonnegative(), base64 }), output: of<null>() },
  /** Looks through the whole file and then replaces what is there, which is kept aside. */
  'backup.restore': { input: z.strictObject({ id, passphrase, vaultPassphrase }), output: of<BackupRestored>() }
} as const
