import type { BoostingInput } from './boostTrees.ts'
import { isValidation } from './random.ts'

/** First row of a block, and the row after its last. */
export function blockRows({ layout, rows }: BoostingInput, block: number): [first: number, end: number] {
  return [block * layout.blockRows, Math.min((block + 1) * layout.blockRows, rows)]
}

/** Sets what training begins with: labels, weights, row numbers, and the leader's margins before the first tree. */
export function loadRows(input: BoostingInput): void {
  const { memory, layout, params, seed, rows, labels } = input
  new Uint8Array(memory.buffer, layout.labels, rows).set(labels)
  const before = layout.members[0]!.margins[1]
  new Float32Array(memory.buffer, before, rows).fill(logit(params.base_score))
  const identity = new Uint32Array(memory.buffer, layout.identity, rows)
  for (let row = 0; row < rows; row++) identity[row] = row
  if (layout.weights === 0) return
  const weights = new Float32Array(memory.buffer, layout.weights, rows)
  const held = params.early_stopping_rounds > 0
  for (let row = 0; row < rows; row++) {
    const own = input.weights?.[row] ?? 1
    const left = held && isValidation(seed, row, params.validation_share)
    weights[row] = left ? 0 : own * (labels[row] === 1 ? params.scale_pos_weight : 1)
  }
}

/** Sums up the log loss of a block's validation rows, weighted by their own weights, for `meanLoss`. */
export function measureBlock(input: BoostingInput, member: number, block: number, marginsAt: number): void {
  const { memory, layout, params, seed } = input
  const sums = new Float64Array(memory.buffer, layout.members[member]!.losses, 2 * layout.blocks)
  const margins = new Float32Array(memory.buffer, marginsAt, input.rows)
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
  sums[2 * block] = loss
  sums[2 * block + 1] = total
}

/** Mean log loss of the validation rows, from the sums of each block's owner; added up in the blocks' order. */
export function meanLoss({ memory, layout }: BoostingInput, owners: Uint8Array): number {
  let loss = 0
  let total = 0
  for (let block = 0; block < layout.blocks; block++) {
    const sums = new Float64Array(memory.buffer, layout.members[owners[block]!]!.losses + 16 * block, 2)
    loss += sums[0]!
    total += sums[1]!
  }
  return loss / total
}

/** The margin of a probability. */
export function logit(probability: number): number {
  return Math.log(probability / (1 - probability))
}
