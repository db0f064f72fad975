import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{shared,main,preload,renderer,e2e,scripts}/**/*.test.{ts,tsx}'],
    exclude: ['e2e/specs/**', 'node_modules/**'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    retry: 0
  }
})
