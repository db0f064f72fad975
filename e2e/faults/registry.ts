import { rpcHeadEntries } from './entries/rpc-heads.ts'
import { rpcKindEntries } from './entries/rpc-kinds.ts'
import { rpcLogsEntries } from './entries/rpc-logs.ts'
import { rpcReorgEntries } from './entries/rpc-reorgs.ts'
import type { FaultEntry } from './entry.ts'

/** Every item of the fault list, in its order. */
export const faultEntries: readonly FaultEntry[] = [...rpcKindEntries, ...rpcHeadEntries, ...rpcLogsEntries, ...rpcReorgEntries]

export const findEntry = (name: string): FaultEntry | undefined => faultEntries.find((entry) => entry.name === name)
