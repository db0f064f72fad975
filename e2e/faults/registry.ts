import { alertEntries } from './entries/alerts.ts'
import { crashEntries } from './entries/crash.ts'
import { dayEntry } from './entries/day.ts'
import { ec2Entries } from './entries/ec2.ts'
import { eventEntries } from './entries/events.ts'
import { hostEntries } from './entries/host.ts'
import { lieEntries } from './entries/lies.ts'
import { rpcHeadEntries } from './entries/rpc-heads.ts'
import { rpcKindEntries } from './entries/rpc-kinds.ts'
import { rpcLogsEntries } from './entries/rpc-logs.ts'
import { rpcPrimaryBackEntry } from './entries/rpc-primary-back.ts'
import { rpcReorgEntries } from './entries/rpc-reorgs.ts'
import { securityEntries } from './entries/security.ts'
import { suspendedEntry } from './entries/suspended.ts'
import { transactionEntries } from './entries/transactions.ts'
import { twoOfUsEntries } from './entries/two-of-us.ts'
import type { FaultEntry } from './entry.ts'

/** Every item of the fault list, in its order. */
export const faultEntries: readonly FaultEntry[] = [
  crashEntries,
  eventEntries,
  suspendedEntry,
  rpcKindEntries,
  rpcHeadEntries,
  lieEntries,
  rpcReorgEntries,
  rpcLogsEntries,
  rpcPrimaryBackEntry,
  transactionEntries,
  twoOfUsEntries,
  hostEntries,
  dayEntry,
  ec2Entries,
  securityEntries,
  alertEntries
].flat()

export const findEntry = (name: string): FaultEntry | undefined => faultEntries.find((entry) => entry.name === name)
