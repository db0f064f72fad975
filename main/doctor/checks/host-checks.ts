import { type Check, notApplicable } from '../check.ts'
import { judgeAutostart, judgeDisk, judgeSleep, judgeUdev } from '../judge/judge-host.ts'
import { freeBytes, idleSleepSec, ledgerRule } from '../measure/measure-host.ts'
import type { CheckParts } from './check-parts.ts'

export function hostChecks({ world }: CheckParts): Check[] {
  const { dataFolder, platform, program, settings } = world
  const usesLedger = settings.network !== 'practice'
  return [
    {
      name: 'disk-space',
      timeoutMs: 5_000,
      run: async () => judgeDisk(await freeBytes(dataFolder.path), dataFolder.path)
    },
    { name: 'autostart', timeoutMs: 5_000, run: async () => judgeAutostart(await world.autostart()) },
    {
      name: 'sleep',
      timeoutMs: 15_000,
      run: async (signal) => judgeSleep(await idleSleepSec(platform, program, signal))
    },
    {
      name: 'ledger-udev',
      timeoutMs: 5_000,
      run: async () =>
        usesLedger || platform !== 'linux'
          ? judgeUdev(platform, platform === 'linux' ? await ledgerRule() : null)
          : notApplicable('the practice network has a Ledger of its own')
    }
  ]
}
