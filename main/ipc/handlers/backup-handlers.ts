import type { BackupMade, BackupRestored } from '../../../shared/domain/backup.ts'
import { Secret } from '../../../shared/secret.ts'
import type { Handlers } from '../serve.ts'

/** What the screens may ask of back-ups: see main/backup-desk.ts. */
export type BackupControl = {
  create(passphrase: Secret<string>): Promise<BackupMade>
  read(which: { id: string; part: number }): string
  put(part: { id: string; part: number; base64: string }): void
  restore(which: { id: string; passphrase: Secret<string> }): Promise<BackupRestored>
}

export const backupHandlers = (
  backup: () => BackupControl
): Pick<Handlers, 'backup.create' | 'backup.read' | 'backup.put' | 'backup.restore'> => ({
  'backup.create': ({ passphrase }) => backup().create(new Secret(passphrase)),
  'backup.read': (which) => backup().read(which),
  'backup.put': (part) => {
    backup().put(part)
    return null
  },
  'backup.restore': ({ id, passphrase }) => backup().restore({ id, passphrase: new Secret(passphrase) })
})
