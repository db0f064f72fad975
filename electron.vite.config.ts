import { join } from 'node:path'
import { defineConfig } from 'electron-vite'

const at = (...parts: string[]): string => join(import.meta.dirname, ...parts)

/** Main and preload. The renderer is built by vite with renderer/vite.config.ts, since it runs in browsers as well as in Electron. */
export default defineConfig({
  main: {
    build: {
      outDir: at('out/main'),
      target: 'node22',
      sourcemap: true,
      // Bundled whole: starts from few files, and the package needs no node_modules.
      externalizeDeps: false,
      rollupOptions: { input: { index: at('main/index.ts') }, external: ['electron', 'solc'], output: { format: 'es' } }
    }
  },
  preload: {
    build: {
      outDir: at('out/preload'),
      externalizeDeps: false,
      rollupOptions: {
        input: { index: at('preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' }
      }
    }
  }
})
