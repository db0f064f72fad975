import type { LogLevel, LogLine, LogPage } from '../../shared/domain/log.ts'

type Said = [level: LogLevel, room: string | null, event: string, fields: Record<string, string>]

const said: readonly Said[] = [
  ['info', 'engine', 'tx.confirmed', { purpose: 'submit-output:1284', gasUsed: '271845', feeWei: '4131000000000000' }],
  ['info', 'engine', 'tx.published', { purpose: 'submit-output:1284', nonce: '431', attempt: '1' }],
  ['debug', 'engine', 'head.stale-answer', { role: 'l1' }],
  [
    'warn',
    'engine',
    'rpc.endpoint-down',
    {
      ...{ role: 'l1', origin: 'https://mainnet-backup.example', kind: 'http' },
      ...{ fault: 'limited', detail: 'too many requests (HTTP 429)' }
    }
  ],
  ['info', 'engine', 'rpc-budget.pace', { stretch: '1.4', because: 'l1RequestsPerDay' }],
  ['info', 'host', 'engine.restarting', { code: 'RPC_TIMEOUT', message: 'No L1 endpoint answered eth_call in time.' }],
  ['error', 'prover', 'machine.key-too-powerful', { start: 'allowed', stop: 'allowed', runNew: 'allowed' }],
  ['info', 'shell', 'window.opened', {}],
  ['info', null, '<img src=x onerror=alert(1)>', { note: '<script>alert(1)</script>' }]
]

const perPage = 200
const all = 900

const lineAt = (n: number, nowMs: number): LogLine => {
  const [level, room, event, fields] = said[n % said.length] as Said
  return {
    id: `1:${(all - n) * 100}`,
    atMs: nowMs - n * 41_371,
    level,
    room,
    event,
    fields: Object.entries(fields).map(([name, value]) => ({ name, value }))
  }
}
const rank: readonly LogLevel[] = ['debug', 'info', 'warn', 'error']

type Query = { level: LogLevel; search: string; before: string | null; unless: string | null }

const found = ({ level, search }: Pick<Query, 'level' | 'search'>, nowMs: number): LogLine[] =>
  Array.from({ length: all }, (_, n) => lineAt(n, nowMs)).filter(
    (line) =>
      rank.indexOf(line.level) >= rank.indexOf(level) &&
      JSON.stringify(line).toLowerCase().includes(search.toLowerCase())
  )

/** A log of some hours that nothing is written to any more; empty before the first start. */
export const logsDouble = (query: Query, nowMs: number, empty: boolean): LogPage | null => {
  if (query.unless === 'still') return null
  if (empty) return { lines: [], before: null, version: 'still' }
  const lines = found(query, nowMs)
  const from = query.before === null ? 0 : lines.findIndex(({ id }) => id === query.before) + 1
  const page = lines.slice(from, from + perPage)
  const last = page.at(-1)
  return { lines: page, before: last && from + perPage < lines.length ? last.id : null, version: 'still' }
}

export const logTextDouble = (query: Pick<Query, 'level' | 'search'>, nowMs: number): string =>
  found(query, nowMs)
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('')
