import type { JournalPort } from '../../../main/engine/ports.ts'
import { AppError } from '../../../shared/errors.ts'

/** A journal on a disk that can be filled: what the file throws then, without filling this machine's. */
export function fullDisk(journal: JournalPort): { journal: JournalPort; fill(): void; free(): void } {
  let isFull = false
  const guarded =
    <A extends unknown[]>(write: (...args: A) => Promise<void>) =>
    async (...args: A): Promise<void> => {
      if (isFull)
        throw new AppError(
          { code: 'JOURNAL_UNWRITABLE', reason: 'ENOSPC' },
          {
            message:
              'The transaction journal cannot be written (ENOSPC). Nothing is signed until it can: free some space.'
          }
        )
      await write(...args)
    }
  return {
    journal: { ...journal, append: guarded(journal.append), rewrite: guarded(journal.rewrite) },
    fill() {
      isFull = true
    },
    free() {
      isFull = false
    }
  }
}
