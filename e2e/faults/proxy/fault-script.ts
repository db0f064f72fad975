import type { Call, Fault, Plan } from './fault.ts'

/** A plan at work. */
export type Injection = {
  /** Calls that it met so far. */
  count(): number
  stop(): void
}

type Active = { plan: Plan; skipped: number; met: number; untilMs: number }

/** Decides, call by call, which fault it meets: the first plan that fits. Draws follow from the seed. */
export function createFaultScript({ seed, now }: { seed: number; now: () => number }) {
  const random = seededRandom(seed)
  let active: Active[] = []

  const fits = ({ plan }: Active, call: Call): boolean =>
    (plan.methods?.includes(call.method) ?? true) && (plan.when?.(call) ?? true)

  function meets(one: Active, call: Call): boolean {
    const { plan } = one
    if (now() > one.untilMs || one.met >= (plan.calls ?? Number.POSITIVE_INFINITY) || !fits(one, call)) return false
    if (one.skipped < (plan.skip ?? 0)) {
      one.skipped += 1
      return false
    }
    return plan.chance === undefined || random() < plan.chance
  }

  return {
    inject(plan: Plan): Injection {
      const one: Active = { plan, skipped: 0, met: 0, untilMs: now() + (plan.forMs ?? Number.POSITIVE_INFINITY) }
      active.push(one)
      return {
        count: () => one.met,
        stop: () => {
          active = active.filter((other) => other !== one)
        }
      }
    },
    /** Null: this call goes through. */
    take(call: Call): Fault | null {
      const one = active.find((candidate) => meets(candidate, call))
      if (!one) return null
      one.met += 1
      const faults = [one.plan.fault].flat()
      return faults[Math.floor(random() * faults.length)] ?? null
    },
    clear(): void {
      active = []
    }
  }
}

/** Numbers from 0 to 1 that follow from the seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
