import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const entry = (path: string) => resolve(import.meta.dirname, path)

// The output runs on Node 20 (CLI) as well as in Electron, so the targets are explicit.
export default defineConfig({
  main: {
    plugins: [
      {
        name: 'electron-entry',
        generateBundle() {
          const source = readFileSync(entry('src/main/index.cjs'), 'utf8')
          this.emitFile({ type: 'asset', fileName: 'index.cjs', source })
        },
      },
    ],
    build: {
      target: 'node20',
      // In one file each of these loads in a fraction of the time: every command and every worker thread waits for them.
      externalizeDeps: { exclude: ['zod', 'kysely', 'commander', 'dotenv', 'cli-progress'] },
      rollupOptions: {
        input: {
          desktop: entry('src/main/desktop.ts'),
          cli: entry('src/main/cli.ts'),
          worker: entry('src/main/workers/worker.ts'),
          job: entry('src/main/jobs/jobThread.ts'),
          'prediction-writer': entry('src/main/predictions/writerThread.ts'),
          'bench-learners': entry('bench/learners.ts'),
          simulate: entry('bench/simulate/simulate.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  },
  preload: {
    build: {
      target: 'node20',
      rollupOptions: {
        input: { index: entry('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: entry('src/renderer'),
    plugins: [react()],
    // Plotly's parts were written for a bundler that gives them Node's name of the global object.
    define: { global: 'globalThis' },
    build: {
      target: 'chrome130',
      minify: true,
      rollupOptions: { input: [entry('src/renderer/index.html'), entry('src/renderer/picture.html')] },
    },
  },
})
