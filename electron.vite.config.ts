import { join } from 'node:path'
import { defineConfig } from 'electron-vite'
import renderer from './renderer/vite.config.ts'

const at = (...parts: string[]): string => join(import.meta.dirname, ...parts)

export default defineConfig({
  main: {
    build: {
      outDir: at('out/main'),
      target: 'node22',
      sourcemap: true,
      externalizeDeps: true,
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
  },
  renderer
})
