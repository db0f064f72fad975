import type { JournalPort } from '../engine/ports.ts'

/** A journal for validators that live no longer than this process. */
export function createMemoryJournal(): JournalPort {
  let records: unknown[] = []
  return {
    append: async (record) => {
      records.push(structuredClone(record))
    },
    readAll: async () => ({ records: structuredClone(records), tornTail: false }),
    rewrite: async (all) => {
      records = structuredClone([...all])
    }
  }
}
