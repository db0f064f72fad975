import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

/** Who may import whom. The first rule whose `room` matches a file decides; `may` lists rooms and packages, `types` packages that may be imported as types only. */
type Rule = { room: RegExp; may: RegExp[]; types?: RegExp[] }

const node = /^node:/
const testTools = [/^vitest$/, /^fast-check$/, /^@playwright\/test$/, /^@axe-core\/playwright$/]
const zodOnly = [/^zod$/]

export const rules: Rule[] = [
  { room: /^shared\//, may: [/^shared\//, /^viem(\/|$)/, ...zodOnly] },
  { room: /^preload\//, may: [/^shared\/ipc\/channels\.ts$/, /^electron$/], types: [/^shared\//] },
  { room: /^renderer\/vite\.config\.ts$/, may: [node, /^vite$/] },
  {
    room: /^renderer\/charts\//,
    may: [/^recharts$/, /^renderer\/(charts|ui|format)\//, /^shared\/domain\//, /^react/],
    types: [/^shared\//]
  },
  {
    room: /^renderer\/features\/([^/]+)\//,
    may: [
      /^renderer\/(app|bridge|charts|ui|format|ledger)\//,
      /^renderer\/features\/$1\//,
      /^shared\/(domain|contracts)\//,
      /^react/
    ],
    types: [/^shared\//]
  },
  { room: /^renderer\/ledger\//, may: [/^renderer\//, /^shared\//, /^react/, /^@ledgerhq\//, /^buffer$/] },
  {
    room: /^renderer\//,
    may: [/^renderer\//, /^shared\/(domain|contracts|ipc\/(wire|channels)|errors)/, /^react/],
    types: [/^shared\//]
  },
  {
    room: /^main\/engine\//,
    may: [/^main\/engine\//, /^shared\//, /^viem(\/|$)/, ...zodOnly]
  },
  {
    room: /^main\/shell\/desktop\//,
    may: [/^main\/(shell|ipc|log|store)\//, /^shared\//, node, /^electron(-store|-updater)?$/],
    types: [/^main\/(engine|updates)\//]
  },
  {
    room: /^main\/shell\//,
    may: [/^main\/(shell\/(?!desktop)|ipc|log|store)/, /^main\/engine\/runtime\//, /^shared\//, node, /^(ws|conf)$/],
    types: [/^main\/(engine|updates)\//, /^electron$/]
  },
  {
    room: /^main\/(ipc|alerts|store|log|net)\//,
    may: [/^main\/(ipc|alerts|store|log|net)\//, /^main\/engine\//, /^shared\//, node, /^(pino|conf|zod|viem)(\/|$)/]
  },
  {
    room: /^main\/doctor\//,
    may: [/^main\/((doctor|engine|store)\/|probe-rpcs\.ts$)/, /^shared\//, node, ...zodOnly]
  },
  { room: /^main\/money\//, may: [/^main\/money\//, /^shared\//, node], types: [/^main\/store\//] },
  { room: /^main\/metrics\//, may: [/^main\/(metrics|engine)\//, /^shared\//, node, /^prom-client$/] },
  {
    room: /^main\/presence\//,
    may: [/^main\/presence\//, /^main\/alerts\/rules\/words\.ts$/, /^shared\//],
    types: [/^main\/(engine|shell)\//]
  },
  {
    room: /^main\/updates\//,
    may: [/^main\/updates\//, /^main\/alerts\/rules\/words\.ts$/, /^shared\//],
    types: [/^main\/engine\//]
  },
  { room: /^main\/aws\//, may: [/^main\/(aws|engine)\//, /^shared\//, node, /^@aws-sdk\/client-(ec2|sts)$/] },
  { room: /^main\/prover-proxy\//, may: [/^main\/(prover-proxy|engine)\//, /^shared\//, node] },
  {
    room: /^main\/practice\//,
    may: [
      /^main\/((practice|engine|store|log|net|aws|prover-proxy)\/|prover-host\.ts$)/,
      /^shared\//,
      node,
      /^(viem|solc|zod|ws)(\/|$)/
    ]
  },
  { room: /^main\/(modes\/)?[^/]+\.ts$/, may: [/^main\//, /^shared\//, node, ...zodOnly] },
  { room: /^(scripts|e2e)\//, may: [/.*/] }
]

type Import = { from: string; target: string; typeOnly: boolean }
export type Violation = Import & { line: string }

const statement = /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'|import\(\s*'([^']+)'\s*\)/g

/** Imports of one file, relative ones resolved to paths from the project's root. */
export function importsOf({ file, text, root }: { file: string; text: string; root: string }): Import[] {
  return [...text.matchAll(statement)].map((m) => {
    const spec = m[2] ?? m[3] ?? ''
    const target = spec.startsWith('.') ? relative(root, resolve(root, dirname(file), spec)) : spec
    return { from: file, target, typeOnly: m[1] !== undefined }
  })
}

/** Tests, and what only tests use. */
const isTest = (file: string): boolean => /(\.(test|spec)\.tsx?$)|(\/testing\/)/.test(file)

/** Null when the import is allowed, else the rule that it breaks, in words. */
export function check(found: Import): Violation | null {
  const rule = rules.find((r) => r.room.test(found.from))
  if (!rule) return { ...found, line: `${found.from}: belongs to no room; give it one in scripts/walls.ts` }
  const group = rule.room.exec(found.from)?.[1] ?? ''
  const allows = (patterns: RegExp[]): boolean =>
    patterns.some((p) => new RegExp(p.source.replace('$1', group)).test(found.target))
  const testOfMain = isTest(found.from) && /^(main|shared|scripts)\//.test(found.from)
  if (allows(rule.may) || (found.typeOnly && allows(rule.types ?? []))) return null
  if (isTest(found.from) && allows([...testTools, node, /^preload\//, /^renderer\//])) return null
  if (testOfMain && allows([/^main\//, /^shared\//, /^e2e\//, /^(ws|viem\/accounts)$/])) return null
  return { ...found, line: `${found.from} must not import ${found.target}` }
}

export function violations(root: string): Violation[] {
  const files = globSync('{shared,main,preload,renderer}/**/*.{ts,tsx}', { cwd: root })
  return files.flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8')
    return importsOf({ file, text, root }).flatMap((i) => check(i) ?? missing(root, i) ?? [])
  })
}

function missing(root: string, found: Import): Violation | null {
  const inside = /^(shared|main|preload|renderer|e2e|scripts)\//.test(found.target)
  if (!inside || existsSync(join(root, found.target.replace(/\?.*$/, '')))) return null
  return { ...found, line: `${found.from} imports ${found.target}, which does not exist` }
}

if (process.argv[1] === import.meta.filename) {
  const found = violations(resolve(import.meta.dirname, '..'))
  for (const v of found) console.error(v.line)
  console.log(found.length === 0 ? 'walls: every import stays in its room' : `walls: ${found.length} broken`)
  process.exitCode = found.length === 0 ? 0 : 1
}
