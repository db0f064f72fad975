import { readFileSync } from 'node:fs'
import type { Hex } from '../../../../shared/domain/hex.ts'

/** Creation code of Multicall3, as viem carries it without exporting it. */
export function multicall3Creation(): Hex {
  const source = readFileSync('node_modules/viem/constants/contracts.ts', 'utf8')
  const code = /multicall3Bytecode\s*=\s*'(0x[0-9a-f]+)'/.exec(source)?.[1]
  if (!code) throw new Error('viem keeps the code of Multicall3 elsewhere now')
  return code as Hex
}
