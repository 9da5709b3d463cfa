import type { BoostingInput } from './boostTrees.ts'
import { isValidation } from './random.ts'

/** First row of a block, and the row after its last. */
export function blockRows({ layout, rows }: BoostingInput, block: number): [first: number, end: number] {
  return [block * layout.blockRows, Math.min((block + 1) * layout.blockRows, rows)]
}

/** Copies the labels and weights of a block into the shared memory and sets its margins to the base score. */
export function loadBlock(input: BoostingInput, block: number): void {
  const { memory, layout, params, seed } = input
  const [first, end] = blockRows(input, block)
  const size = end - first
  const labels = input.labels.subarray(first, end)
  new Uint8Array(memory.buffer, layout.labels + first, size).set(labels)
  new Float32Array(memory.buffer, layout.margins + 4 * first, size).fill(logit(params.base_score))
  if (layout.weights === 0) return
  const weights = new Float32Array(memory.buffer, layout.weights + 4 * first, size)
  const held = params.early_stopping_rounds > 0
  for (let k = 0; k < size; k++) {
    const own = input.weights?.[first + k] ?? 1
    const left = held && isValidation(seed, first + k, params.validation_share)
    weights[k] = left ? 0 : own * (labels[k] === 1 ? params.scale_pos_weight : 1)
  }
}

export interface ValidationLoss {
  /** Sums up the log loss of a block's validation rows after `trees` trees. */
  measure(block: number, trees: number): void
  /** Mean log loss after `trees` trees, once all blocks are measured and a barrier is passed. */
  mean(trees: number): number
}

/**
 * The log loss on the validation part, weighted by the rows' own weights.
 * Summed by block and then over blocks in order, so that it does not depend on the threads.
 */
export function validationLoss(input: BoostingInput): ValidationLoss {
  const { memory, layout, params, seed } = input
  // Two sets by turns: a member may measure the next tree while another still reads the last one.
  const sums = new Float64Array(memory.buffer, layout.losses, 4 * layout.blocks)
  const margins = new Float32Array(memory.buffer, layout.margins, input.rows)
  const at = (trees: number, block: number) => 2 * ((trees & 1) * layout.blocks + block)
  return {
    measure(block, trees) {
      const [first, end] = blockRows(input, block)
      let loss = 0
      let total = 0
      for (let row = first; row < end; row++) {
        if (!isValidation(seed, row, params.validation_share)) continue
        const weight = (input.weights?.[row] ?? 1) * (input.labels[row] === 1 ? params.scale_pos_weight : 1)
        const signed = input.labels[row] === 1 ? -margins[row]! : margins[row]!
        loss += weight * (Math.max(0, signed) + Math.log1p(Math.exp(-Math.abs(signed))))
        total += weight
      }
      sums[at(trees, block)] = loss
      sums[at(trees, block) + 1] = total
    },
    mean(trees) {
      let loss = 0
      let total = 0
      for (let block = 0; block < layout.blocks; block++) {
        loss += sums[at(trees, block)]!
        total += sums[at(trees, block) + 1]!
      }
      return loss / total
    },
  }
}

/** The margin of a probability. */
export function logit(probability: number): number {
  return Math.log(probability / (1 - probability))
}
