import type { AppError } from '../../../shared/errors.ts'
import type { Clock } from '../runtime/clock.ts'
import type { ProverService } from './prover-error.ts'

/** What is known about one service: `null` before the first call. */
export type ServiceHealth = {
  service: ProverService
  /** Never a full URL. */
  origin: string
  ok: boolean | null
  code: string | null
  message: string | null
  atMs: number | null
}

export type HealthBook = {
  /** To be told each outcome; null is success. */
  recorder(service: ProverService, url: string): (error: AppError | null) => void
  all(): ServiceHealth[]
}

export function createHealthBook(clock: Clock): HealthBook {
  const book: ServiceHealth[] = []
  return {
    recorder(service, url) {
      const entry: ServiceHealth = {
        service,
        origin: new URL(url).origin,
        ok: null,
        code: null,
        message: null,
        atMs: null
      }
      book.push(entry)
      return (error) => {
        entry.ok = error === null
        entry.code = error?.code ?? null
        entry.message = error?.message ?? null
        entry.atMs = clock.now()
      }
    },
    all: () => book.map((entry) => ({ ...entry }))
  }
}
