import { join } from 'node:path'
import type { ActionFiles } from '../engine/actions/operator-parts.ts'
import { type JournalFile, openJournalFile } from './journal-file.ts'

/** The files of operator actions in the folder of one network and validator: what was done, and a transaction journal per account on a device. */
export function openActionFiles(folder: string): ActionFiles & { close(): Promise<void> } {
  const open = new Map<string, JournalFile>()
  const fileOf = (name: string): JournalFile => {
    const file = open.get(name) ?? openJournalFile(join(folder, name))
    open.set(name, file)
    return file
  }
  return {
    actions: fileOf('actions.jsonl'),
    queueOf: (account) => fileOf(`journal-${account.slice(2).toLowerCase()}.jsonl`),
    async close() {
      for (const file of open.values()) await file.close()
    }
  }
}
