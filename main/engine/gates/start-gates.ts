import { accountGate } from './account-gate.ts'
import { chainsGate } from './chains-gate.ts'
import { addressesGate, contractsGate } from './contracts-gate.ts'
import type { GateContext } from './gate-context.ts'
import { nodeGate } from './node-gate.ts'
import type { Gate } from './run-gates.ts'
import { settingsGate } from './settings-gate.ts'

/** All start gates in their order; what they learn is left in the context. */
export const startGates = (context: GateContext): Gate[] => [
  { name: 'settings', check: async () => settingsGate(context.config, context) },
  { name: 'chains', check: (signal) => chainsGate(context, signal) },
  { name: 'contracts', check: (signal) => contractsGate(context, signal) },
  { name: 'addresses', check: async () => addressesGate(context) },
  { name: 'account', check: (signal) => accountGate(context, signal) },
  { name: 'node', check: (signal) => nodeGate(context, signal) },
  {
    name: 'journal',
    check: async (signal) => {
      await context.queue?.reconcile(signal)
      return null
    }
  }
]
