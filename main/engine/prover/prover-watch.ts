import type { Clock } from '../runtime/clock.ts'
import { every } from '../runtime/every.ts'
import type { Service } from '../runtime/supervise.ts'
import type { ConnectedProver } from './connect-prover.ts'

const everyMs = 600_000

/** Looks now and then whether the provers are there: a challenge without one loses its bond, so that is better known before. */
export const createProverWatch = ({ prover, clock }: { prover: ConnectedProver; clock: Clock }): Service => ({
  name: 'prover watch',
  async run({ signal, ready }) {
    ready()
    await every({ clock, ms: everyMs, signal }, (inner) => prover.probe(inner))
  }
})
