import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt } from './lib/build.mjs'
import { findChromium } from './lib/chromium.mjs'
import { asCommand, ensureInstalled, findNode, root, run, toolEnv } from './lib/project.mjs'

const bin = (name) => join(root, 'node_modules', '.bin', name)
const reports = mkdtempSync(join(tmpdir(), 'kroma-test-'))
const total = { passed: 0, failed: 0, skipped: 0 }
const failures = []

await asCommand(async () => {
  ensureInstalled()
  const node = findNode()
  const chromium = await findChromium(node)
  await check('format and lint', bin('biome'), ['ci', '--error-on-warnings', '--colors=off', '.'])
  await check('promise rules', bin('oxlint'), [
    '--type-aware',
    '-c',
    '.oxlintrc.json',
    '--deny-warnings',
    'main',
    'shared',
    'renderer',
    'preload'
  ])
  await check('unused code', bin('knip'), ['--no-progress'])
  await check('types', bin('tsc'), ['-b'])
  await check('walls', node, [join(root, 'scripts/walls.ts')])
  await ensureBuilt(node)
  await vitest(node)
  await playwright(node, chromium)
})
rmSync(reports, { recursive: true, force: true })
for (const failure of failures) console.log(`FAILED ${failure}`)
if (total.failed > 0 || total.passed === 0) process.exitCode ||= 1
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)

/** One static check counts as one test. */
async function check(name, command, args) {
  heading(name)
  const { code } = await run(command, args)
  count(name, { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 })
}

async function vitest(node) {
  heading('unit, property, chain and conformance tests')
  const report = join(reports, 'vitest.json')
  const args = [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--coverage.enabled',
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${report}`
  ]
  const { code } = await run(node, args)
  const r = readReport(report)
  const counted = r
    ? { passed: r.numPassedTests, failed: r.numFailedTests, skipped: r.numPendingTests + r.numTodoTests }
    : null
  count('vitest', atLeastOneFailure(counted, code))
}

async function playwright(node, chromium) {
  heading('end-to-end tests')
  const report = join(reports, 'playwright.json')
  const env = toolEnv({ PLAYWRIGHT_JSON_OUTPUT_NAME: report, KROMA_CHROMIUM: chromium })
  const { code } = await run(
    node,
    [join(root, 'node_modules/@playwright/test/cli.js'), 'test', '--reporter=list,json'],
    { env }
  )
  const s = readReport(report)?.stats
  count(
    'playwright',
    atLeastOneFailure(s ? { passed: s.expected, failed: s.unexpected + s.flaky, skipped: s.skipped } : null, code)
  )
}

/** A run that ended badly without naming a failed test (a crash, a coverage threshold) is a failure all the same. */
function atLeastOneFailure(counted, code) {
  const c = counted ?? { passed: 0, failed: 0, skipped: 0 }
  return code !== 0 && c.failed === 0 ? { ...c, failed: 1 } : c
}

function count(name, { passed, failed, skipped }) {
  total.passed += passed
  total.failed += failed
  total.skipped += skipped
  if (failed > 0) failures.push(`${name}: ${failed}`)
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}

function heading(text) {
  console.log(`\n== ${text}`)
}
