import { describe, expect, it } from 'vitest'
import { cardPage } from '../../../src/main/modelCard/page/page.ts'
import { statementsOf } from '../../../src/main/modelCard/statements.ts'
import type { ModelCard } from '../../../src/shared/modelCard/modelCard.ts'

const HOSTILE = '<script>alert(1)</script>"\'&'
const estimate = { value: 0.5, low: 0.4, high: 0.6 }

const card: ModelCard = {
  ...{ format: 1, model: 'demonstration', learner: 'random-forest', run_id: 'r1', app_version: '1', generated: true },
  trained_at: '2026-01-01T00:00:00.000Z',
  data: {
    ...{ label: HOSTILE, run_date: '2018-01-01', from: '2017-01-01T00:00:00', to: '2017-12-31T23:00:00' },
    ...{ train_rows: 80, fitted_rows: 60, test_rows: 20 },
    dropped: [{ stage: 'enrich', reason: 'no_coordinates', rows: 3 }],
  },
  recipe: { split: { strategy: 'time' } },
  features: ['iucr_freq'],
  params: { max_depth: 3 },
  threshold: 0.5,
  metrics: { resamples: 300, intervals: { mcc: estimate }, values: { f1: 0.4, auc: null } },
  calibration: [{ predicted: 0.2, observed: 0.25, low: 0.1, high: 0.4, rows: 20 }],
  overall: { arrest_rate: 0.25, mean_probability: 0.2, recall: 0.5, false_positive_rate: 0.1, auc: 0.8 },
  groupings: [
    {
      by: 'primary_type',
      groups: [
        {
          ...{ value: HOSTILE, rows: 20, arrests: 5, mean_probability: 0.2, brier: 0.1, calibration: estimate },
          ...{ recall: null, false_positive_rate: estimate, auc: null, gaps: ['calibration'] },
        },
      ],
    },
  ],
  label_maturity: { status: 'no_dates', as_of: null, refreshed: null, mature: 0, weeks: [] },
}

describe('the page of a model card', () => {
  const page = cardPage({ ...card, version: 3, statements: statementsOf(card) })

  it('runs nothing and fetches nothing, whatever the data say', () => {
    expect(page).toContain("default-src 'none'")
    expect(page).not.toContain('<script')
    expect(page).not.toMatch(/\b(src|href|url|@import)\s*[=(]/)
    expect(page).toContain('&#60;script&#62;alert(1)&#60;/script&#62;&#34;&#39;&#38;')
  })

  it('says what the model is for and not for, and that its data are generated', () => {
    expect(page).toContain('made-up incidents')
    expect(page).toContain('Decisions about individuals')
    expect(page).toContain('incidents as reported to the police, not crimes')
    expect(page).toContain('The test rows are the newest of the window')
  })

  it('tells scores with intervals, what was dropped, and marks gaps', () => {
    expect(page).toContain('0.4000 – 0.6000')
    expect(page).toContain('Enrich: no coordinates')
    expect(page).toMatch(/<tr class="gap">.*<td class="gaps">calibration<\/td>/s)
  })
})
