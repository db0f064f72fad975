import { join } from 'node:path'
import { defineConfig, type UserConfig } from 'vite'

/** The renderer's build, shared with the app's own build. Charts are a chunk of their own, loaded with the first chart. */
export const rendererConfig: UserConfig = {
  root: import.meta.dirname,
  base: './',
  build: {
    outDir: join(import.meta.dirname, '../out/renderer'),
    emptyOutDir: true,
    target: ['chrome123', 'firefox121', 'safari17.5'],
    cssTarget: ['chrome123', 'firefox121', 'safari17.5'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false
  }
}

export default defineConfig(rendererConfig)
