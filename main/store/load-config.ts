import { readFileSync } from 'node:fs'
import type { z } from 'zod'
import { type Config, configSchema } from '../../shared/config/config.ts'
import { AppError } from '../../shared/errors.ts'
import { unknownKeys } from './settings/unknown-keys.ts'

const sizeLimit = 1_000_000

/**
 * Reads and checks a configuration file (JSON). Every problem is named with its place and what is wanted there.
 * Throws AppError CONFIG_UNREADABLE, CONFIG_NOT_JSON or CONFIG_INVALID; the file is never written.
 */
export function loadConfig(path: string): Config {
  return parseConfig(parseJson(readText(path), path), path)
}

/** Checks a configuration that was read already; `origin` names it in messages. */
export function parseConfig(raw: unknown, origin: string): Config {
  const parsed = configSchema.safeParse(raw)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(describeIssue)
  throw new AppError(
    { code: 'CONFIG_INVALID', path: origin, problem: problems[0] ?? '' },
    { message: `${origin}: ${problems.join('; ')}. See docs/config.md for every key with examples.` }
  )
}

function readText(path: string): string {
  try {
    const text = readFileSync(path, 'utf8')
    if (text.length > sizeLimit) throw new Error('too large')
    return text.replace(/^\uFEFF/, '')
  } catch (cause) {
    throw new AppError(
      { code: 'CONFIG_UNREADABLE', path },
      { message: `The configuration ${path} cannot be read. Check the path and its permissions.`, cause }
    )
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const where = cause instanceof Error ? (/position \d+.*$/.exec(cause.message)?.[0] ?? '') : ''
    throw new AppError(
      { code: 'CONFIG_NOT_JSON', path },
      {
        message: `The configuration ${path} is not valid JSON${where ? ` (${where})` : ''}. Nothing was changed.`,
        cause
      }
    )
  }
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const at = issue.path.length > 0 ? issue.path.join('.') : 'top level'
  if (issue.code === 'unrecognized_keys') return `${at}: ${unknownKeys(issue.keys)}`
  return `${at}: ${issue.message}`
}
