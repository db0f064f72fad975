import type { z } from 'zod'
import { type Config, configSchema } from '../../../shared/config/config.ts'

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
  if (issue.code === 'unrecognized_keys')
    return { path, message: `unknown key ${issue.keys.map((k) => `"${k}"`).join(', ')}` }
  return { path, message: issue.message }
}
