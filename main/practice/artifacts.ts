import { readFile } from 'node:fs/promises'
import { AppError } from '../../shared/errors.ts'
import type { Artifact, Artifacts } from './compile.ts'

export interface ArtifactSource {
  /** A file that `scripts/compile-contracts.ts` wrote; the packaged app has nothing else. */
  file?: string
  cacheDir?: string
}

/** The compiled practice contracts: from `file` when given, else compiled from the sources (with a cache by content). */
export async function loadArtifacts(source: ArtifactSource = {}): Promise<Artifacts> {
  if (source.file === undefined) {
    const { compileContracts } = await import('./compile.ts')
    return compileContracts(source.cacheDir === undefined ? {} : { cacheDir: source.cacheDir })
  }
  try {
    return JSON.parse(await readFile(source.file, 'utf8')) as Artifacts
  } catch (cause) {
    throw new AppError({ code: 'ARTIFACTS_UNREADABLE', file: source.file }, { cause })
  }
}

/** One contract of the set; an AppError names it when it is not there. */
export function artifactOf(artifacts: Artifacts, name: string): Artifact {
  const artifact = artifacts[name]
  if (!artifact) throw new AppError({ code: 'ARTIFACT_MISSING', name })
  return artifact
}
