import { isDeepStrictEqual } from 'node:util'
import type { Config } from '../../../shared/config/config.ts'
import type { SettingsRestart } from '../../../shared/domain/settings.ts'

/** What begins anew when `next` takes the place of `now`. On the practice network everything but alerts means a new network, since it lives in the app. */
export function restartsOf(now: Config, next: Config): SettingsRestart[] {
  const changed = (pick: (config: Config) => unknown): boolean => !isDeepStrictEqual(pick(now), pick(next))
  const { alerts: nowAlerts, prover: nowProver, metrics: _, prices: __, ...nowRest } = now
  const { alerts: nextAlerts, prover: nextProver, metrics: ___, prices: ____, ...nextRest } = next
  const restarts: SettingsRestart[] = []
  if (now.network !== next.network) restarts.push('network')
  const engine = !isDeepStrictEqual(nowRest, nextRest) || !isDeepStrictEqual(nowProver, nextProver)
  if (engine) restarts.push('engine')
  if (engine && next.network === 'practice' && now.network === 'practice') restarts.push('practice')
  if (changed(({ prover }) => prover)) restarts.push('prover')
  if (!isDeepStrictEqual(nowAlerts, nextAlerts)) restarts.push('alerts')
  return restarts
}
