import { dirname, resolve } from 'node:path'
import type { KeySource } from '../shared/config/config.ts'

/** Paths of a key are relative to the file that names them. */
export function absolutePaths(source: KeySource, configPath: string | null): KeySource {
  if (source.source !== 'keystore' || configPath === null) return source
  const at = (path: string): string => resolve(dirname(configPath), path)
  const { passphraseFile, ...rest } = source
  return {
    ...rest,
    path: at(source.path),
    ...(passphraseFile === undefined ? {} : { passphraseFile: at(passphraseFile) })
  }
}
