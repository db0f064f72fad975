import { ensureBuilt } from './lib/build.mjs'
import { asCommand, ensureInstalled, findNode } from './lib/project.mjs'

await asCommand(async () => {
  ensureInstalled()
  await ensureBuilt(findNode())
})
