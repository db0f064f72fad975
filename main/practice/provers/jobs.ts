import type { Clock } from '../../engine/runtime/clock.ts'

export type JobStatus = 'None' | 'Processing' | 'Completed' | 'Failed'
export type Job<T> = { status: JobStatus; value: T | null }

/** Work that takes a while and is asked after by key. Asking for what runs or is done changes nothing; what failed is begun anew. */
export type Jobs<T> = {
  request(key: string, work: () => Promise<T>): JobStatus
  look(key: string): Job<T>
  /** As if nothing had ever been asked for. */
  forgetAll(): void
}

type Deps = { clock: Clock; delayMs: () => number; signal: AbortSignal }

export function createJobs<T>({ clock, delayMs, signal }: Deps): Jobs<T> {
  const jobs = new Map<string, Job<T>>()
  const run = async (job: Job<T>, work: () => Promise<T>): Promise<void> => {
    try {
      await clock.sleep(delayMs(), signal)
      job.value = await work()
      job.status = 'Completed'
    } catch {
      job.status = 'Failed'
    }
  }
  return {
    request(key, work) {
      const known = jobs.get(key)
      if (known && known.status !== 'Failed') return known.status
      const job: Job<T> = { status: 'Processing', value: null }
      jobs.set(key, job)
      void run(job, work)
      return job.status
    },
    look: (key) => jobs.get(key) ?? { status: 'None', value: null },
    forgetAll: () => jobs.clear()
  }
}
