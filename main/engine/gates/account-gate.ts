import { type GateContext, learnt } from './gate-context.ts'
import type { GateBlock } from './run-gates.ts'

/** A key that signs must belong to a registered validator; an account that is only watched may be anything. */
export async function accountGate(context: GateContext, signal: AbortSignal): Promise<GateBlock | null> {
  const reading = await context.readState(learnt(context, 'constants'), signal)
  context.learnt.reading = reading
  if (!context.queue || reading.validator.status !== 'NONE') return null
  return {
    code: 'ACCOUNT_NOT_REGISTERED',
    message: `${context.account} is not registered as a validator on ${context.config.network.label}. Use the key of a registered validator, or register this account first.`,
    permanent: context.unregistered !== 'wait',
    waiting: context.unregistered === 'wait'
  }
}
