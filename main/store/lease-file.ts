import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { LeasePort, MachineBook } from '../engine/prover/machine/lease.ts'
import { machineProblem } from '../engine/prover/machine/machine-problem.ts'

const timeMs = z.number().min(0)
const usd = z.number().min(0)
const bookSchema = z.object({
  lease: z
    .object({
      instanceId: z.string(),
      takenAtMs: timeMs,
      startedAtMs: timeMs.nullable(),
      pricePerHourUsd: usd,
      proofs: z.array(z.object({ key: z.string(), fromMs: timeMs }))
    })
    .nullable(),
  ended: z.array(z.object({ fromMs: timeMs, toMs: timeMs, pricePerHourUsd: usd }))
})
const empty: MachineBook = { lease: null, ended: [] }

/** The machine's lease and its account in one JSON file, replaced as a whole and forced to disk. */
export function openLeaseFile(path: string): LeasePort {
  return {
    async read() {
      const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) =>
        error.code === 'ENOENT' ? null : ''
      )
      if (text === null) return { ...empty, damaged: false }
      const book = bookSchema.safeParse(parse(text))
      if (book.success) return { ...book.data, damaged: false }
      await rename(path, `${path}.damaged`).catch(() => {})
      return { ...empty, damaged: true }
    },
    async write(book) {
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 })
        await writeThrough(`${path}.new`, `${JSON.stringify(book)}\n`)
        await rename(`${path}.new`, path)
      } catch (cause) {
        const detail = (cause as NodeJS.ErrnoException | null)?.code ?? 'unknown reason'
        throw machineProblem('LEASE_UNWRITABLE', { detail, cause })
      }
    }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

async function writeThrough(path: string, text: string): Promise<void> {
  const handle = await open(path, 'w', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
