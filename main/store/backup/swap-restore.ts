import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'
import { replaceFile, syncFolder } from '../replace-file.ts'

const marker = 'restore.json'
/** What a restore replaces as a whole. */
const places = ['networks', 'settings.json', 'settings.last-good.json', 'prover/token', 'prover/machine.json']

const planSchema = z.strictObject({
  staging: z.string(),
  aside: z.string(),
  moves: z.array(z.strictObject({ from: z.string(), to: z.string() }))
})
type Plan = z.output<typeof planSchema>

/**
 * Puts the staged files in the place of the present ones, which are kept in `aside` (both are names below the data folder).
 * `aside` must not hold any of them yet. The plan is on disk before the first move: a crash in the middle is finished by `finishRestore`. Nothing may have these files open.
 */
export function swapRestore({
  dataFolder,
  staging,
  aside
}: {
  dataFolder: string
  staging: string
  aside: string
}): void {
  const there = (path: string): boolean => existsSync(join(dataFolder, path))
  const away = places.filter(there).map((place) => ({ from: place, to: `${aside}/${place}` }))
  const back = places
    .filter((place) => there(`${staging}/${place}`))
    .map((place) => ({ from: `${staging}/${place}`, to: place }))
  const plan: Plan = { staging, aside, moves: [...away, ...back] }
  replaceFile(join(dataFolder, marker), JSON.stringify(plan))
  try {
    carryOut(dataFolder, plan)
  } catch (cause) {
    putBack(dataFolder, plan)
    const reason = (cause as NodeJS.ErrnoException).code ?? 'unknown reason'
    throw new AppError(
      { code: 'RESTORE_FAILED', reason },
      { message: `The files of the back-up cannot be put in their place (${reason}). Everything is as it was.`, cause }
    )
  }
}

/** Finishes a restore that a crash interrupted; to be called before anything in the data folder is read. True when there was one. */
export function finishRestore(dataFolder: string): boolean {
  const path = join(dataFolder, marker)
  if (!existsSync(path)) return false
  carryOut(dataFolder, planSchema.parse(JSON.parse(readFileSync(path, 'utf8'))))
  return true
}

function putBack(dataFolder: string, { moves }: Plan): void {
  const at = (path: string): string => join(dataFolder, path)
  for (const { from, to } of moves.toReversed())
    if (!existsSync(at(from)) && existsSync(at(to))) renameSync(at(to), at(from))
  rmSync(at(marker))
}

function carryOut(dataFolder: string, { staging, moves }: Plan): void {
  const at = (path: string): string => join(dataFolder, path)
  for (const { from, to } of moves) {
    // One that was made already: what is at its end now is what it brought there.
    if (existsSync(at(to)) || !existsSync(at(from))) continue
    mkdirSync(dirname(at(to)), { recursive: true, mode: 0o700 })
    renameSync(at(from), at(to))
    syncFolder(dirname(at(to)))
  }
  syncFolder(dataFolder)
  rmSync(at(marker))
  rmSync(at(staging), { recursive: true, force: true })
}
