import { z } from 'zod'
import { longestSkipSec, type PracticeScene, practiceStories } from '../domain/practice-scene.ts'

/** What is let happen on the practice network. Refused with PRACTICE_ABSENT on every other network, and with PRACTICE_STARTING while there is none yet. */
export const practiceCommands = {
  'practice.scene': { input: z.undefined(), output: z.custom<PracticeScene>() },
  /** Answers when it has begun. */
  'practice.direct': {
    input: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('skip'), seconds: z.int().min(1).max(longestSkipSec) }),
      z.strictObject({ kind: z.literal('story'), story: z.enum(practiceStories), on: z.boolean() })
    ]),
    output: z.custom<PracticeScene>()
  }
} as const
