import { AppError } from '../../../../shared/errors.ts'
import { Secret } from '../../../../shared/secret.ts'
import { ManualClock } from '../../../engine/runtime/manual-clock.ts'
import { openVault } from '../open-vault.ts'
import type { Seal, Vault } from '../vault.ts'
import { type MemoryDisk, memoryDisk } from './memory-disk.ts'

export const vaultPath = '/data/vault.json'
export const goodPassphrase = new Secret('correct horse battery')
export const never: AbortSignal = new AbortController().signal

/** A key chain of its own: what it sealed only it can open. `refuse` stands for a locked or reset one. */
export function keychainDouble(): Seal & { refuse: boolean; stale: boolean; sealedTexts: Map<string, string> } {
  const sealedTexts = new Map<string, string>()
  const failed = (): AppError => new AppError({ code: 'VAULT_KEYCHAIN_FAILED' }, { retryable: true })
  const chain = {
    refuse: false,
    stale: false,
    sealedTexts,
    async seal(text: Secret<string>) {
      if (chain.refuse) throw failed()
      const name = Buffer.from(`sealed ${sealedTexts.size}`).toString('base64')
      sealedTexts.set(name, text.reveal())
      return name
    },
    async open(sealed: string) {
      const text = sealedTexts.get(sealed)
      if (chain.refuse || text === undefined) throw failed()
      return { text: new Secret(text), stale: chain.stale }
    }
  }
  return chain
}

export type VaultStage = { vault: Vault; disk: MemoryDisk; clock: ManualClock }

/** A vault with cheap scrypt over files in memory, begun. */
export async function vaultStage({
  disk = memoryDisk(),
  seal = null,
  clock = new ManualClock(1_000_000)
}: {
  disk?: MemoryDisk
  seal?: Seal | null
  clock?: ManualClock
} = {}): Promise<VaultStage> {
  const vault = openVault({
    path: vaultPath,
    seal: Promise.resolve(seal),
    clock,
    disk,
    cost: { n: 16, r: 8, p: 1 }
  })
  if (vault.state() === 'opening') await new Promise<void>((done) => void vault.onState(() => done()))
  return { vault, disk, clock }
}
