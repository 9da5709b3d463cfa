import { readFileSync } from 'node:fs'
import { built } from '../../appRoot.ts'

type Kernel = (...values: number[]) => void
type Count = (...values: number[]) => number

/** What each kernel of `src/kernels` exports; parameters as documented there. Addresses are byte offsets in the memory. */
export interface Kernels {
  binning: Record<'toKeys' | 'fromKeys' | 'radixSort' | 'encode', Kernel>
  histogram: Record<'accumulate' | 'clear' | 'merge' | 'subtract', Kernel>
  partition: Record<'writeShuffles' | 'identity' | 'copy' | 'addLeaf' | 'addLeaves', Kernel> &
    Record<'partition', Count>
  gradients: Record<'logistic', Kernel>
  splits: Record<'bestSplit', Kernel>
  forest: Record<'seed', Kernel> & Record<'drawRows' | 'growNarrow' | 'growWide', Count>
  scoring: Record<'addTrees', Kernel>
  treeShap: Record<'explain', Kernel>
}

const compiled = new Map<keyof Kernels, WebAssembly.Module>()

/** A kernel that works on `memory`. Each thread makes its own instances, on one shared memory or on its own. */
export function kernel<K extends keyof Kernels>(name: K, memory: WebAssembly.Memory): Kernels[K] {
  let module = compiled.get(name)
  if (module === undefined) {
    module = new WebAssembly.Module(readFileSync(built('kernels', `${name}.wasm`)))
    compiled.set(name, module)
  }
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernels[K]
}
