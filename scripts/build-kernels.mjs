// Compiles each AssemblyScript kernel in src/kernels to out/kernels/<name>.wasm.
// A kernel owns no memory: it works on the memory that its host passes in (`env.memory`), shared or not.
import { mkdirSync, readdirSync } from 'node:fs'
import { join, parse } from 'node:path'
import asc from 'assemblyscript/asc'

const source = 'src/kernels'
const target = 'out/kernels'
mkdirSync(target, { recursive: true })

for (const file of readdirSync(source).filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))) {
  const output = join(target, `${parse(file).name}.wasm`)
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
