// Compiles each AssemblyScript kernel in src/kernels to out/kernels/<name>.wasm.
// A kernel owns no memory: it works on the memory that its host passes in (`env.memory`), shared or not.
// One that is newer than its source, and than what compiles it, stays as it is.
import { mkdirSync, readdirSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, parse } from 'node:path'

const source = 'src/kernels'
const target = 'out/kernels'
mkdirSync(target, { recursive: true })

const changedAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
const compiler = createRequire(import.meta.url).resolve('assemblyscript/package.json')
const compilerChangedAt = Math.max(changedAt(compiler), changedAt(import.meta.filename))

for (const file of readdirSync(source).filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))) {
  const output = join(target, `${parse(file).name}.wasm`)
  if (changedAt(output) > Math.max(compilerChangedAt, changedAt(join(source, file)))) continue
  const { default: asc } = await import('assemblyscript/asc')
  const { error, stderr } = await asc.main([
    join(source, file),
    ...['--outFile', output],
    ...['-O3', '--noAssert', '--runtime', 'stub'],
    ...['--enable', 'simd', '--enable', 'threads', '--enable', 'bulk-memory'],
    ...['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
  ])
  if (error) {
    process.stderr.write(stderr.toString())
    process.exit(1)
  }
}
