/** The desktop shell's own page: `app://kroma/`. */
export const ownScheme = 'app'
export const ownHost = 'kroma'
export const ownPage = `${ownScheme}://${ownHost}/`

/** Whether `url` is part of the app itself. */
export function isOwnUrl(url: string): boolean {
  const parsed = parse(url)
  return parsed?.protocol === `${ownScheme}:` && parsed.host === ownHost && parsed.username === ''
}

/** Sites to which a link may lead, in the operator's own browser. */
const linkHosts = new Set([
  'etherscan.io',
  'sepolia.etherscan.io',
  'blockscout.kroma.network',
  'blockscout.sepolia.kroma.network',
  'docs.kroma.network'
])

/** Whether `url` may be handed to the operator's browser: https, default port, a known host, no credentials. */
export function isOpenableLink(url: string): boolean {
  const parsed = parse(url)
  return (
    parsed?.protocol === 'https:' &&
    linkHosts.has(parsed.hostname) &&
    parsed.port === '' &&
    parsed.username === '' &&
    parsed.password === ''
  )
}

const parse = (url: string): URL | null => (URL.canParse(url) ? new URL(url) : null)
