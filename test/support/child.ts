import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'vite'
import { onTestFinished } from 'vitest'
import { appRoot } from '../../src/main/appRoot.ts'

/** A process of its own that runs a script of `test/support/children`; what it prints comes line by line. */
export interface Child {
  readonly process: ChildProcess
  /** The next line that it prints; undefined at its end. */
  line(): Promise<string | undefined>
  /** `kill -9`, and waits until it is gone. */
  kill(): Promise<void>
}

/** Bundles a script of `test/support/children` for Node; returns the path to run. */
export async function buildChild(name: string): Promise<string> {
  // Where the app's packages are found from, and nothing is packaged.
  const outDir = join(appRoot, 'node_modules', '.cache', 'test-children')
  await build({
    configFile: false,
    logLevel: 'error',
    root: appRoot,
    build: {
      ssr: join(appRoot, 'test', 'support', 'children', `${name}.ts`),
      outDir,
      emptyOutDir: false,
      target: 'node20',
      rollupOptions: { output: { format: 'es', entryFileNames: `${name}.js` } },
    },
  })
  return join(outDir, `${name}.js`)
}

/** Starts a built child with `input` as its argument; it is killed when the test ends. */
export function startChild(script: string, input: unknown): Child {
  const child = spawn(process.execPath, [script, JSON.stringify(input)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  onTestFinished(kill)
  return {
    process: child,
    async line() {
      const next = await lines.next()
      return next.done === true ? undefined : next.value
    },
    kill,
  }
}
