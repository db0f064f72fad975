import { createRequire } from 'node:module'
import { AppError } from '../../shared/errors.ts'

const packages: Record<string, string> = {
  'linux-x64': '@foundry-rs/anvil-linux-amd64',
  'linux-arm64': '@foundry-rs/anvil-linux-arm64',
  'darwin-x64': '@foundry-rs/anvil-darwin-amd64',
  'darwin-arm64': '@foundry-rs/anvil-darwin-arm64',
  'win32-x64': '@foundry-rs/anvil-win32-amd64'
}

/** Path of the anvil binary in the npm package of this platform. Throws ANVIL_MISSING. A packaged app passes its own path instead. */
export function anvilBinary(platform: string = process.platform, arch: string = process.arch): string {
  const name = packages[`${platform}-${arch}`]
  if (name === undefined) throw anvilMissing(`there is no anvil for ${platform} on ${arch}`)
  try {
    const require = createRequire(import.meta.url)
    const nearby = createRequire(require.resolve('@foundry-rs/anvil/package.json'))
    return nearby.resolve(`${name}/bin/${platform === 'win32' ? 'anvil.exe' : 'anvil'}`)
  } catch (cause) {
    throw anvilMissing(`the package ${name} is not installed; run npm ci`, cause)
  }
}

/** The error for a binary that is not there or cannot be run. */
export const anvilMissing = (why: string, cause?: unknown): AppError =>
  new AppError({ code: 'ANVIL_MISSING' }, { message: `The practice network needs anvil, and ${why}.`, cause })
