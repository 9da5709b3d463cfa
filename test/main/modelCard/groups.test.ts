import { describe, expect, it } from 'vitest'
import { groupRows } from '../../../src/main/modelCard/groups.ts'
import { createRandom } from '../../../src/main/random.ts'

/** Rows of groups, each with its size, the model's probability, and the share that is an arrest. */
function rowsOf(groups: { rows: number; said: number; true: number }[]) {
  const random = createRandom(5, 'groups')
  const codes = groups.flatMap(({ rows }, group) => new Array<number>(rows).fill(group))
  return {
    category: { codes: Int32Array.from(codes), levels: groups.map((_, group) => `group ${group}`) },
    scored: {
      labels: Uint8Array.from(codes, (group) => Number(random.uniform() < groups[group]!.true)),
      probabilities: Float64Array.from(codes, (group) => groups[group]!.said),
      threshold: 0.5,
    },
  }
}

describe('groups of the test rows', () => {
  it('are flagged where the probabilities are wrong by more than chance explains', () => {
    const { category, scored } = rowsOf([
      { rows: 4000, said: 0.2, true: 0.2 },
      { rows: 2000, said: 0.2, true: 0.3 },
      { rows: 3000, said: 0.2, true: 0.21 },
    ])
    const { groups } = groupRows('district', category, scored)
    expect(groups.map(({ value, gaps }) => [value, gaps.includes('calibration')])).toEqual([
      ['group 0', false],
      ['group 2', false],
      ['group 1', true],
    ])
    const wrong = groups.find(({ value }) => value === 'group 1')!
    expect(wrong.rows).toBe(2000)
    expect(wrong.calibration.value).toBeCloseTo(0.2 - wrong.arrests / 2000, 9)
    expect(wrong.calibration.high).toBeLessThan(0)
  })

  it('are not flagged for the swings of few rows', () => {
    const many = Array.from({ length: 80 }, () => ({ rows: 40, said: 0.2, true: 0.2 }))
    const { category, scored } = rowsOf(many)
    const { groups } = groupRows('community_area', category, scored)
    const swings = groups.filter(({ calibration }) => Math.abs(calibration.value) > 0.1)
    expect(swings.length).toBeGreaterThan(3)
    expect(groups.flatMap(({ gaps }) => gaps)).toEqual([])
  })

  it('below thirty rows are told and not judged, and lone classes leave measures out', () => {
    const { category, scored } = rowsOf([
      { rows: 500, said: 0.1, true: 0 },
      { rows: 20, said: 0.1, true: 1 },
    ])
    const { groups } = groupRows('primary_type', category, scored)
    expect(groups[1]).toMatchObject({ rows: 20, arrests: 20, false_positive_rate: null, auc: null, gaps: [] })
    expect(groups[0]).toMatchObject({ arrests: 0, recall: null, auc: null })
  })
})
