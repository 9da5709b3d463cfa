import { text } from '../../../../shared/messages/index.ts'
import { metricLabel } from '../../../../shared/pipeline/columnWords.ts'
import { COMPARED, type StoredComparison } from '../../../../shared/pipeline/comparison.ts'
import { SimpleTable } from '../../../parts/SimpleTable.tsx'
import { formatScore } from '../../../words/formats.ts'
import { contestant } from './ComparisonResult.tsx'

type Row = StoredComparison['summary'][number]['rows'][number]

/** Mean ± standard deviation over several splits, and the same of the differences from the baseline, split by split. */
export function SpreadTable({ label, rows, baseline }: { label: string; rows: readonly Row[]; baseline: string }) {
  const spread = ({ mean, sd }: Row['scores']['mcc']) =>
    mean === null ? '–' : `${formatScore(mean, 4)} ± ${sd === null ? '–' : formatScore(sd, 4)}`
  return (
    <SimpleTable
      label={label}
      columns={[text('comparison.contestant'), ...COMPARED.map(metricLabel), text('comparison.difference')]}
      rows={rows.map((row) => [
        contestant(row),
        ...COMPARED.map((metric) => spread(row.scores[metric])),
        `${row.recipe}/${row.learner}` === baseline
          ? text('comparison.baseline')
          : spread(row.differences.average_precision),
      ])}
    />
  )
}
