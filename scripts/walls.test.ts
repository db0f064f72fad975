import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { check, importsOf, violations } from './walls.ts'

const root = resolve(import.meta.dirname, '..')
const broken = (file: string, text: string): string[] =>
  importsOf({ file, text, root }).flatMap((i) => check(i)?.line ?? [])

describe('walls', () => {
  it.each([
    ['shared/domain/x.ts', "import { readFileSync } from 'node:fs'"],
    ['shared/domain/x.ts', "import { app } from 'electron'"],
    ['shared/domain/x.ts', "import { e } from '../../main/engine/ports.ts'"],
    ['main/engine/x.ts', "import type { BrowserWindow } from 'electron'"],
    ['main/engine/tx/x.ts', "import { open } from 'node:fs/promises'"],
    ['main/engine/tx/x.ts', "import { openHistory } from '../../store/history.ts'"],
    ['main/engine/x.ts', "import { startPracticeNetwork } from '../practice/network.ts'"],
    ['main/ipc/x.ts', "import { startPracticeNetwork } from '../practice/network.ts'"],
    ['main/shell/browser/x.ts', "import { app } from 'electron'"],
    ['main/index.ts', "import { app } from 'electron'"],
    ['main/index.ts', "import { Gauge } from 'prom-client'"],
    ['main/doctor/x.ts', "import { createApp } from '../app.ts'"],
    ['main/presence/x.ts', "import { createDesktopShell } from '../shell/desktop/index.ts'"],
    ['preload/index.ts', "import { commands } from '../shared/ipc/contract.ts'"],
    ['renderer/features/overview/x.tsx', "import { T } from '../outputs/table.tsx'"],
    ['renderer/features/overview/x.tsx', "import { Line } from 'recharts'"],
    ['renderer/app/x.tsx', "import { z } from '../../shared/ipc/contract.ts'"],
    ['renderer/app/x.tsx', "import { x } from '../../main/engine/ports.ts'"],
    ['renderer/app/x.tsx', "export * from 'node:fs'"],
    ['renderer/app/x.tsx', "const m = await import('node:fs')"]
  ])('%s may not say %s', (file, text) => {
    expect(broken(file, text)).toHaveLength(1)
  })

  it.each([
    ['renderer/features/overview/x.tsx', "import { T } from './table.tsx'"],
    ['renderer/app/x.tsx', "import type { AppInfo } from '../../shared/ipc/contract.ts'"],
    ['renderer/charts/x.tsx', "import { Line } from 'recharts'"],
    ['main/metrics/x.ts', "import { Gauge } from 'prom-client'"],
    ['main/shell/desktop/index.ts', "import { app } from 'electron'"],
    ['main/index.ts', "import { startPracticeNetwork } from './practice/network.ts'"],
    ['main/engine/tx/x.test.ts', "import { readFileSync } from 'node:fs'"]
  ])('%s may say %s', (file, text) => {
    expect(broken(file, text)).toEqual([])
  })

  it('hold in the whole project', () => {
    expect(violations(root).map((v) => v.line)).toEqual([])
  })
})
