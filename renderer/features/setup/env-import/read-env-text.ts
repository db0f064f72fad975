import { largestEnvBytes } from '../../../../shared/domain/env-import.ts'
import { texts } from './texts.ts'

type FileLike = { size: number; arrayBuffer(): Promise<ArrayBuffer> }

/** The text of a file that may be an environment file. A large one is not read at all; what is no text in UTF-8 is refused. */
export async function readEnvText(file: FileLike): Promise<{ text: string } | { problem: string }> {
  if (file.size > largestEnvBytes) return { problem: texts.tooLarge }
  const bytes = new Uint8Array(await file.arrayBuffer())
  if (bytes.length > largestEnvBytes) return { problem: texts.tooLarge }
  if (bytes.length === 0) return { problem: texts.empty }
  if (bytes.includes(0)) return { problem: texts.notText }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) }
  } catch {
    return { problem: texts.notText }
  }
}
