import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Comparison, compareToChampion } from '../../../src/main/registry/verdict.ts'
import { recordedText } from '../../../src/shared/messages/index.ts'

const comparison: Comparison = {
  model: 'm',
  challenger: { features: ['a', 'b'], mcc: 0.63 },
  champion: { features: ['b', 'a'], mcc: 0.6 },
  unseenRows: 50_000,
  threshold: 0.01,
}

describe('a challenger', () => {
  it('is promoted when it is better by the threshold, and the reason reads well', () => {
    const verdict = compareToChampion(comparison)
    expect(verdict).toMatchObject({ promote: true, code: 'verdict_better' })
    expect(recordedText(verdict.code, verdict.params)).toBe(
      'Promoted: its MCC is 0.0300 above the champion’s (0.6300 against 0.6000) on 50,000 test rows that neither was trained on; 0.01 is enough.',
    )
  })

  it('is promoted when there is no champion yet', () => {
    const verdict = compareToChampion({ ...comparison, champion: undefined, unseenRows: 0 })
    expect(verdict).toEqual({ promote: true, code: 'verdict_first_champion', params: { model: 'm' } })
  })

  it('is not promoted when it takes other inputs, however good it is', () => {
    const verdict = compareToChampion({ ...comparison, challenger: { features: ['a', 'c'], mcc: 1 } })
    expect(verdict).toEqual({ promote: false, code: 'verdict_other_features', params: { missing: 'b', added: 'c' } })
  })

  it('is not promoted on rows that one of them was trained on', () => {
    expect(compareToChampion({ ...comparison, unseenRows: 0 })).toMatchObject({
      promote: false,
      code: 'verdict_no_unseen_rows',
    })
  })

  it('is not promoted for less than the threshold, for nothing, or on an undefined MCC', () => {
    const mcc = fc.double({ min: -1, max: 1, noNaN: true })
    fc.assert(
      fc.property(mcc, mcc, fc.double({ min: 0, max: 1, noNaN: true }), (champion, challenger, threshold) => {
        const of = (mcc: number) => ({ features: ['a'], mcc })
        const verdict = compareToChampion({
          ...comparison,
          champion: of(champion),
          challenger: of(challenger),
          threshold,
        })
        expect(verdict.promote).toBe(challenger > champion && challenger - champion >= threshold)
      }),
    )
    for (const undefinedFor of ['champion', 'challenger'] as const) {
      const verdict = compareToChampion({ ...comparison, [undefinedFor]: { features: ['a', 'b'], mcc: Number.NaN } })
      expect(verdict.promote).toBe(false)
    }
  })
})
