import type { Bridge } from '../../shared/ipc/bridge.ts'

/** What somebody would send who controls a node, a contract's revert reason, a prover, an update feed or a log. */
export const hostileText =
  '<img src=x data-hostile onerror="window.hostile=1"><script data-hostile>window.hostile=1</script><a data-hostile href="javascript:window.hostile=1">link</a>\u202egnp'

/** Fields that may carry text from outside and are empty most of the time. */
const emptyFields = new Set(['detail', 'message', 'subject', 'stateReason', 'notice'])

/** Everything that reads as prose, wherever it is; names, codes, addresses and hashes have no spaces. */
function hostile(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return /\s/.test(value) ? `${value} ${hostileText}` : value
  if (value === null) return emptyFields.has(key) ? hostileText : null
  if (Array.isArray(value)) return value.map((part) => hostile(part, key))
  if (typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, hostile(part, name)]))
}

/** A bridge whose every text from outside tries to be more than text. */
export const hostileBridge = (bridge: Bridge): Bridge => ({
  ...bridge,
  invoke: async (name, input) => hostile(await bridge.invoke(name, input)) as never,
  subscribe: (topic, listener) => bridge.subscribe(topic, (payload) => listener(hostile(payload) as never))
})
