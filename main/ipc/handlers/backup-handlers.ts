import type { BackupMade, BackupRestored } from '../../../shared/domain/backup.ts'
import type { Secret } from '../../../shared/secret.ts'
import type { Handlers } from '../serve.ts'

/** What the screens may ask of back-ups: see main/backup-desk.ts. */
export type BackupControl = {
  create(
    input: { passphrase: Secret<string>; vaultPassphrase: Secret<string> | null },
    signal: AbortSignal
  ): Promise<BackupMade>
  read(which: { id: string; part: number }): string
  put(part: { id: string; part: number; base64: string }): void
  restore(
    input: { id: string; passphrase: Secret<string>; vaultPassphrase: Secret<string> | null },
    signal: AbortSignal
  ): Promise<BackupRestored>
}

export const backupHandlers = (
  backup: () => BackupControl
): Pick<Handlers, 'backup.create' | 'backup.read' | 'backup.put' | 'backup.restore'> => ({
  'backup.create': (input, { signal }) => backup().create(input, signal),
  'backup.read': (which) => backup().read(which),
  'backup.put': (part) => {
    backup().put(part)
    return null
  },
  'backup.restore': (input, { signal }) => backup().restore(input, signal)
})
