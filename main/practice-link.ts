import type { PracticeDirection, PracticeScene } from '../shared/domain/practice-scene.ts'
import { AppError } from '../shared/errors.ts'
import type { PracticeControl, PracticePort } from './ipc/handlers/practice-handlers.ts'

/** From the screens to the director of whichever practice network runs right now. */
export type PracticeLink = {
  current: PracticeControl
  /** Until the returned function is called. */
  attach(director: PracticePort): () => void
}

/** `practice`: whether there is one on the present network. */
export function createPracticeLink({ practice }: { practice: () => boolean }): PracticeLink {
  let attached: PracticePort | null = null
  return {
    current() {
      if (!practice()) throw absent()
      if (!attached) throw starting()
      const director = attached
      return {
        scene: (): Promise<PracticeScene> => director.scene(),
        direct: (direction: PracticeDirection) => director.direct(direction)
      }
    },
    attach(director) {
      attached = director
      return () => {
        if (attached === director) attached = null
      }
    }
  }
}

const absent = (): AppError =>
  new AppError({ code: 'PRACTICE_ABSENT' }, { message: 'Time and stories can be directed on a practice network only.' })
const starting = (): AppError =>
  new AppError({ code: 'PRACTICE_STARTING' }, { message: 'The practice network is still starting.', retryable: true })
