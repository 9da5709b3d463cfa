import type { CalibrationBin, Curve } from '../learners/metrics/curves.ts'
import type { ConfusionMatrix } from '../learners/metrics/metrics.ts'
import { type Figure, layout } from './figure.ts'

/** Counts of true against predicted classes. */
export function confusionMatrix(counts: ConfusionMatrix, threshold: number): Figure {
  const z = [
    [counts.trueNegatives, counts.falsePositives],
    [counts.falseNegatives, counts.truePositives],
  ]
  const classes = ['no arrest', 'arrest']
  return {
    data: [{ type: 'heatmap', x: classes, y: classes, z, texttemplate: '%{z}', colorscale: 'Blues', showscale: false }],
    layout: layout(
      { title: `Confusion matrix at probability ≥ ${threshold}`, x: 'Predicted', y: 'True' },
      { yaxis: { title: { text: 'True' }, autorange: 'reversed' } },
    ),
  }
}

/** A curve on the unit square, with the line that a model without skill follows. */
function unitCurve(axes: Parameters<typeof layout>[0], { x, y }: Curve, baseline: [number, number]): Figure {
  return {
    data: [
      { type: 'scatter', mode: 'lines', name: 'model', x, y },
      { type: 'scatter', mode: 'lines', name: 'no skill', x: [0, 1], y: baseline, line: { dash: 'dot' } },
    ],
    layout: layout(axes),
  }
}

export function rocCurve(curve: Curve, auc: number): Figure {
  const axes = { title: `ROC curve, AUC ${auc.toFixed(4)}`, x: 'False positive rate', y: 'True positive rate' }
  return unitCurve(axes, curve, [0, 1])
}

export function precisionRecallCurve(curve: Curve, averagePrecision: number, arrestRate: number): Figure {
  const title = `Precision and recall, average precision ${averagePrecision.toFixed(4)}`
  return unitCurve({ title, x: 'Recall', y: 'Precision' }, curve, [arrestRate, arrestRate])
}

/** ROC AUC by the number of trees, on rows that were learned from and on test rows. */
export function learningCurves(points: { trees: number; train: number; test: number }[]): Figure {
  const x = points.map(({ trees }) => trees)
  return {
    data: (['train', 'test'] as const).map((part) => ({
      ...{ type: 'scatter', mode: 'lines+markers', name: part, x, y: points.map((point) => point[part]) },
    })),
    layout: layout({ title: 'Learning curve', x: 'Trees', y: 'ROC AUC' }),
  }
}

/** Observed share of arrests against the mean predicted probability, by bin. */
export function calibrationCurve(bins: CalibrationBin[], brier: number): Figure {
  const axes = {
    title: `Calibration, Brier score ${brier.toFixed(4)}`,
    x: 'Predicted probability',
    y: 'Share of arrests',
  }
  const curve = { x: bins.map(({ predicted }) => predicted), y: bins.map(({ observed }) => observed) }
  const figure = unitCurve(axes, curve, [0, 1])
  figure.data[1]!.name = 'perfectly calibrated'
  return figure
}
