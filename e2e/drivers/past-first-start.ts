import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Makes a fresh profile one whose owner went through the first start and chose nothing: the app opens on the Overview, with the practice network. */
export function pastFirstStart(dataFolder: string): void {
  const path = join(dataFolder, 'settings.json')
  if (existsSync(path)) return
  mkdirSync(dataFolder, { recursive: true })
  writeFileSync(path, JSON.stringify({ version: 2, config: null, preferences: { onboarded: true } }))
}
