import type { PracticeLedgerAction, PracticeLedgerState } from '../../../shared/domain/practice-ledger.ts'
import { texts } from './texts.ts'

/** One thing about the device that a hand can change. */
export type Handle = { name: string; now: string; usual: boolean; action: PracticeLedgerAction }

/** Everything that can happen to the device besides its two buttons; `action` is what would change it now. Pure. */
export function handlesOf({ plugged, locked, appOpen, blindSigning, seed }: PracticeLedgerState): Handle[] {
  return [
    {
      name: texts.link,
      now: plugged ? texts.plugged : texts.unplugged,
      usual: plugged,
      action: plugged ? 'unplug' : 'plug-in'
    },
    {
      name: texts.lock,
      now: locked ? texts.locked : texts.unlocked,
      usual: !locked,
      action: locked ? 'unlock' : 'lock'
    },
    {
      name: texts.app,
      now: appOpen ? texts.open : texts.closed,
      usual: appOpen,
      action: appOpen ? 'close-app' : 'open-app'
    },
    {
      name: texts.blind,
      now: blindSigning ? texts.on : texts.off,
      usual: blindSigning,
      action: blindSigning ? 'blind-signing-off' : 'blind-signing-on'
    },
    {
      name: texts.seed,
      now: seed === 'own' ? texts.own : texts.other,
      usual: seed === 'own',
      action: seed === 'own' ? 'use-other-seed' : 'use-own-seed'
    }
  ]
}
