import { cpus, loadavg, totalmem } from 'node:os'

export type Machine = {
  cpu: string
  cores: number
  memoryGb: number
  node: string
  platform: string
  load: number
  date: string
}

/** What the figures were taken on. `load` is the machine's average of the last minute before the bench. */
export const thisMachine = (): Machine => ({
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: cpus().length,
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  load: Number((loadavg()[0] ?? 0).toFixed(1)),
  date: new Date().toISOString().slice(0, 10)
})

export const machineLine = ({ cpu, cores, memoryGb, node, platform, load, date }: Machine): string =>
  `${date}, ${cpu}, ${cores} cores, ${memoryGb} GB, ${platform}, Node ${node}, load ${load} at the start`
