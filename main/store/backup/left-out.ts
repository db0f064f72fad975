import type { Config } from '../../../shared/config/config.ts'

/** What the settings point to and no back-up holds, in words. */
export function leftOutOf(config: Config): string[] {
  const key = config.network === 'practice' ? null : config.key
  const hooks = [...config.alerts.webhooks, ...(config.alerts.ping ? [config.alerts.ping] : [])]
  const variables = hooks.flatMap(({ urlVariable }) => (urlVariable === undefined ? [] : [urlVariable]))
  if (key?.source === 'environment') variables.unshift(key.variable)
  return [
    ...(key?.source === 'keystore' ? [`The keystore file ${key.path}`] : []),
    ...(key?.source === 'keystore' && key.passphraseFile ? [`The passphrase file ${key.passphraseFile}`] : []),
    ...variables.map((name) => `The environment variable ${name}`),
    'Proofs, which can be made again'
  ]
}
