import type { DoctorFinding } from '../../../shared/domain/doctor.ts'
import { failed, notApplicable, ok, unknown, warning } from '../check.ts'

const mebibyte = 1024 * 1024
const disk = { failBytes: 200 * mebibyte, warnBytes: 2_048 * mebibyte }

export function judgeDisk(freeBytes: number, folder: string): DoctorFinding {
  const free =
    freeBytes < 1_024 * mebibyte
      ? `${Math.floor(freeBytes / mebibyte)} MiB`
      : `${Math.floor(freeBytes / mebibyte / 1_024)} GiB`
  const value = `${free} free for ${folder}`
  const todo = 'Free some space, or move the data folder with --data FOLDER: without space no transaction is signed.'
  if (freeBytes < disk.failBytes) return failed(value, todo)
  return freeBytes < disk.warnBytes ? warning(value, todo) : ok(value)
}

export type KeyStorage = 'keychain' | 'plain' | 'none' | 'passphrase'

export function judgeKeyStorage(kind: KeyStorage): DoctorFinding {
  if (kind === 'keychain') return ok('the key chain of the system')
  if (kind === 'passphrase') return ok('encrypted with a passphrase')
  const todo = 'Install a key chain (GNOME Keyring, KWallet), or choose a passphrase in the settings.'
  return kind === 'plain'
    ? warning('a file that whoever has the disk can read', todo)
    : warning('the system has no key chain', `Secrets are not kept. ${todo}`)
}

/** Null: the host cannot say. */
export function judgeAutostart(on: boolean | null): DoctorFinding {
  if (on === null)
    return notApplicable('not a matter of this run: docs/headless.md shows a service for a machine without a screen')
  return on
    ? ok('starts with the session')
    : warning(
        'does not start with the session',
        'After a restart of the machine rounds are missed. Turn it on in the settings.'
      )
}

/** Seconds until an idle machine on mains power sleeps; 0 for never; null when that cannot be found out. */
export function judgeSleep(idleSec: number | null): DoctorFinding {
  if (idleSec === null)
    return unknown(
      'this system does not say when it sleeps',
      'Make sure that the machine never sleeps by itself while the validator is active.'
    )
  return idleSec === 0
    ? ok('never by itself on mains power')
    : warning(
        `after ${Math.max(1, Math.round(idleSec / 60))} min without use, on mains power`,
        'A sleeping machine misses rounds and turns. Turn sleep off in the system’s power settings.'
      )
}

/** Without such a rule a user cannot open the device's node under /dev. */
export function judgeUdev(platform: string, rule: string | null): DoctorFinding {
  if (platform !== 'linux') return notApplicable('needed on Linux only')
  return rule === null
    ? warning(
        'no udev rule names the vendor 2c97',
        'A Ledger cannot be reached. Install Ledger’s udev rules into /etc/udev/rules.d and plug it in again.'
      )
    : ok(rule)
}
