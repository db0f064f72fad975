import type { JournalPort } from '../../ports.ts'

/** A journal that survives the queue, not the test: what it holds is what a disk would. */
export type MemoryJournal = JournalPort & { lines: string[] }

export function memoryJournal(lines: string[] = []): MemoryJournal {
  const journal: MemoryJournal = {
    lines,
    async append(record) {
      journal.lines.push(JSON.stringify(record))
    },
    readAll: async () => ({ records: journal.lines.map((line) => JSON.parse(line)), tornTail: false }),
    async rewrite(records) {
      journal.lines = records.map((record) => JSON.stringify(record))
    }
  }
  return journal
}
