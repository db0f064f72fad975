import type { VaultDisk } from '../vault-file.ts'

/** Files in memory; `failAt` lets the n-th change from now on fail, before anything of it is done or after half of it. */
export type MemoryDisk = VaultDisk & {
  files: Map<string, string>
  failAt: { step: number; code: string; half: boolean } | null
  steps: number
}

export function memoryDisk(files = new Map<string, string>()): MemoryDisk {
  const change = async (whole: () => void, half: () => void = () => {}): Promise<void> => {
    disk.steps += 1
    if (disk.failAt !== null && disk.steps >= disk.failAt.step) {
      if (disk.failAt.half) half()
      throw Object.assign(new Error('disk'), { code: disk.failAt.code })
    }
    whole()
  }
  const set = (path: string, text: string): void => void files.set(path, text)
  const cut = (path: string, text: string) => (): void => set(path, text.slice(0, text.length / 2))
  const disk: MemoryDisk = {
    files,
    failAt: null,
    steps: 0,
    read: async (path) => files.get(path) ?? null,
    write: (path, text) => change(() => set(path, text), cut(path, text)),
    copy: (from, to) => change(() => set(to, files.get(from) ?? ''), cut(to, files.get(from) ?? '')),
    rename: (from, to) =>
      change(() => {
        set(to, files.get(from) ?? '')
        files.delete(from)
      }),
    remove: (path) => change(() => void files.delete(path))
  }
  return disk
}
