import type { z } from 'zod'
import { type Config, configSchema } from '../../../shared/config/config.ts'
import { unknownKeys } from './unknown-keys.ts'

/** What is wrong, and where: `rpc.l1.0`; empty for the whole. */
export type SettingsProblem = { path: string; message: string }

/** Checks a configuration against the schema; never throws. */
export function checkConfig(raw: unknown): { config: Config } | { problems: SettingsProblem[] } {
  const parsed = configSchema.safeParse(raw)
  if (parsed.success) return { config: parsed.data }
  return { problems: parsed.error.issues.map(problemOf) }
}

function problemOf(issue: z.core.$ZodIssue): SettingsProblem {
  const path = issue.path.map(String).join('.')
  if (issue.code === 'unrecognized_keys') return { path, message: unknownKeys(issue.keys) }
  return { path, message: plainly(issue) }
}

/** The schema's own texts where it has some, else the library's in fewer words. */
function plainly(issue: z.core.$ZodIssue): string {
  if (issue.code === 'too_small' && issue.origin === 'array') return `at least ${issue.minimum} wanted here`
  if (issue.code === 'too_small' && issue.origin === 'string') return 'something is wanted here'
  if (issue.code === 'too_small') return `${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}`
  if (issue.code === 'too_big' && issue.origin === 'array') return `at most ${issue.maximum}`
  if (issue.code === 'too_big') return `at most ${issue.maximum}${issue.origin === 'string' ? ' characters' : ''}`
  if (issue.code === 'invalid_type' && /received undefined/.test(issue.message)) return 'wanted here'
  if (issue.code === 'invalid_type' && issue.expected === 'number') return 'a number is wanted here'
  if (issue.code === 'invalid_type' && issue.expected === 'int') return 'a whole number is wanted here'
  return issue.message
}
