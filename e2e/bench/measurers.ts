import { engineMemory, startTime } from './app-process.ts'
import type { Measurer } from './budget.ts'
import { l1Requests } from './l1-requests.ts'
import { latency } from './latency.ts'
import { rendererFrames } from './renderer-frames.ts'
import { rendererSize } from './renderer-size.ts'
import { rootLookUps } from './root-look-ups.ts'
import { startScan } from './start-scan.ts'

/** In the order in which they are run and shown. */
export const measurers: readonly Measurer[] = [
  l1Requests,
  latency,
  startScan,
  rootLookUps,
  engineMemory,
  startTime,
  rendererSize,
  rendererFrames
]
