import { readFileSync } from 'node:fs'

const statOfSelf = (): string => readFileSync('/proc/self/stat', 'utf8')

/** False when this process runs in the background of its terminal (`npm start &`), where reading the keyboard would get it stopped by the system. Known on Linux; true elsewhere. */
export function isForeground(readStat: () => string = statOfSelf): boolean {
  try {
    const text = readStat()
    const [, , group, , terminal, foregroundGroup] = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return terminal === '0' || group === foregroundGroup
  } catch {
    return true
  }
}
