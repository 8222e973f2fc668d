import { defineConfig } from 'vitest/config'

const project = (name: string, include: string[], timeoutMs: number, more: object = {}) => ({
  test: {
    name,
    include,
    testTimeout: timeoutMs,
    hookTimeout: 120_000,
    pool: 'forks' as const,
    ...more,
  },
})

export default defineConfig({
  test: {
    projects: [
      project('unit', ['packages/*/src/**/*.test.ts', 'scripts/**/*.test.ts'], 30_000),
      project('repository', ['tests/repository/**/*.test.ts'], 60_000),
      project('integration', ['tests/integration/**/*.test.ts'], 120_000),
      project('conformance', ['tests/conformance/**/*.test.ts'], 120_000),
      project('browser', ['tests/browser/**/*.test.ts'], 240_000, {
        globalSetup: ['tests/support/browser-setup.ts'],
      }),
    ],
    maxWorkers: 2,
  },
})
