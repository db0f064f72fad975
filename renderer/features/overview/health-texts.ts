import type { HealthItem, Severity } from '../../../shared/domain/health.ts'
import { formatInteger } from '../../format/amount.ts'
import { shortHex } from '../../format/short-hex.ts'

type HealthText = { title: string; body: string }

/** Titles that stay the same while the values in the engine's own line run: the headline is read out when it changes. */
const titles: Record<string, string> = {
  RPC_DOWN: 'An endpoint does not answer.',
  RPC_WRONG_CHAIN: 'An endpoint is on another chain.',
  RPC_STALE: 'An endpoint is behind the chain.',
  RPC_DEGRADED: 'An endpoint is slow or fails at times.',
  CHAIN_STALE: 'No new L1 blocks arrive.',
  CLOCK_SKEW: 'This machine’s clock is off.',
  RPC_BUDGET: 'The day’s limit of requests is near.',
  NODE_UNREACHABLE: 'Your rollup node does not answer.',
  NODE_BEHIND: 'Your node is behind.',
  NETWORK_HALTED: 'The network has stopped.',
  FEE_CAP_REACHED: 'A transaction is stuck at your fee limit.',
  SIGNING_PAUSED: 'Signing is paused.',
  SOURCES_DISAGREE: 'Two of your nodes contradict each other.',
  SECOND_SOURCE_SILENT: 'A second endpoint confirmed nothing.',
  INVALID_OUTPUT: 'A wrong output was submitted.',
  IN_JAIL: 'Your validator is in jail.',
  NOT_ACTIVE: 'Your validator is not active.',
  ONE_MISS_LEFT: 'The next missed round means jail.',
  BOND_SHORT: 'Free KRO does not cover the next bond.',
  DEFENCE_NEEDS_KEY: 'Nobody answers challenges against your outputs.',
  LOW_ETH: 'ETH for gas runs low.'
}

const order: Record<Severity, number> = { critical: 0, warning: 1, notice: 2, ok: 3 }

/** Worst first, then the newest. `ok` items are left out: they are over. */
export const sortedHealth = (items: readonly HealthItem[]): HealthItem[] =>
  items
    .filter((item) => item.severity !== 'ok')
    .sort((a, b) => order[a.severity] - order[b.severity] || b.sinceMs - a.sinceMs)

/** What is wrong, and the values and the advice that came with it. An unknown code brings its own title: the first sentence. */
export const healthText = ({ code, message, subject }: HealthItem): HealthText => {
  const title = disputeTitle(subject) ?? titles[code]
  return title === undefined ? splitMessage(message) : { title, body: message }
}

/** What disputes report is about `dispute 12` (an output) or `dispute 12:0x3c…` (a challenge of it). */
const aboutDispute = /^dispute (\d+)(?::(0x[0-9a-fA-F]{40}))?$/

const disputeTitle = (subject: string | null): string | null => {
  const found = aboutDispute.exec(subject ?? '')
  if (found === null) return null
  return found[2] === undefined ? 'A wrong output needs your attention.' : 'A challenge cannot go on.'
}

/** What an item is about, short enough for a line. */
export const healthSubject = (subject: string): string => {
  const [, output, challenger] = aboutDispute.exec(subject) ?? []
  if (output !== undefined)
    return `output ${formatInteger(BigInt(output))}${challenger === undefined ? '' : `, challenged by ${shortHex(challenger)}`}`
  return subject.startsWith('0x') ? shortHex(subject) : subject
}

const splitMessage = (message: string): HealthText => {
  const end = message.search(/[.;](\s|$)/)
  if (end < 0) return { title: message, body: '' }
  return { title: `${message.slice(0, end)}.`, body: capital(message.slice(end + 1).trim()) }
}
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
