import { chmodSync, copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Arch } from 'electron-builder'

const packageArch = { x64: 'amd64', arm64: 'arm64' }

/** electron-builder's `afterPack`: puts anvil for the platform being packed into the app's resources. A universal build calls it once for each half, and joins the two. */
export default async function placeAnvil({ appOutDir, arch, electronPlatformName, packager }) {
  const name = electronPlatformName === 'win32' ? 'anvil.exe' : 'anvil'
  const source = findAnvil({ platform: electronPlatformName, arch: Arch[arch], name })
  const resources =
    electronPlatformName === 'darwin'
      ? join(appOutDir, `${packager.appInfo.productFilename}.app`, 'Contents', 'Resources')
      : join(appOutDir, 'resources')
  const target = join(resources, 'anvil', name)
  mkdirSync(join(resources, 'anvil'), { recursive: true })
  copyFileSync(source, target)
  chmodSync(target, 0o755)
}

function findAnvil({ platform, arch, name }) {
  const wanted = `@foundry-rs/anvil-${platform}-${packageArch[arch] ?? arch}`
  const require = createRequire(createRequire(import.meta.url).resolve('@foundry-rs/anvil/package.json'))
  try {
    const path = require.resolve(`${wanted}/bin/${name}`)
    if (existsSync(path)) return path
  } catch {
    // Said below, with what to do.
  }
  throw new Error(
    `${wanted} is not installed, and a package for ${platform} on ${arch} needs it: npm install --no-save --force ${wanted}`
  )
}
