import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FaultEntry, FaultResult } from './entry.ts'
import { createStages } from './stage/fault-stage.ts'

export type FaultRun = {
  /** Runs one. Never throws: what does not hold is a result with `held: false` and why. */
  entry(entry: FaultEntry): Promise<FaultResult>
  stop(): Promise<void>
}

type Options = { seed: number; long: boolean; signal: AbortSignal; say: (line: string) => void }

/** Entries run one after the other on one practice network, which is started when the first of them needs it. */
export async function openFaultRun({ seed, long, signal, say }: Options): Promise<FaultRun> {
  const folder = await mkdtemp(join(tmpdir(), 'kroma-faults-'))
  const stages = createStages({ seed, folder: join(folder, 'stage'), signal, say })
  let count = 0
  return {
    async entry({ name, injected, expected, run }) {
      count += 1
      const own = join(folder, `${count}`)
      await mkdir(own)
      const about = { name, injected, expected }
      try {
        const seen = await run({ seed, long, folder: own, signal, say, onStage: stages.on })
        return { ...about, held: true, seen }
      } catch (error) {
        return { ...about, held: false, seen: error instanceof Error ? error.message : String(error) }
      } finally {
        await rm(own, { recursive: true, force: true })
      }
    },
    async stop() {
      await stages.stop()
      await rm(folder, { recursive: true, force: true })
    }
  }
}
