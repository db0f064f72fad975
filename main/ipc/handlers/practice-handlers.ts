import type { PracticeDirection, PracticeScene } from '../../../shared/domain/practice-scene.ts'
import type { Handlers } from '../serve.ts'

/** The practice network's director, as the screens reach it. */
export type PracticePort = {
  scene(): Promise<PracticeScene>
  direct(direction: PracticeDirection): Promise<PracticeScene>
}

/** Throws PRACTICE_ABSENT on every other network, PRACTICE_STARTING (retryable) while it is being made. */
export type PracticeControl = () => PracticePort

export const practiceHandlers = (practice: PracticeControl): Pick<Handlers, 'practice.scene' | 'practice.direct'> => ({
  'practice.scene': () => practice().scene(),
  'practice.direct': (direction) => practice().direct(direction)
})
