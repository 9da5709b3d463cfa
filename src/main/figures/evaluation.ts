import { type Figure, layout } from './figure.ts'

/** Rows by true and predicted class. */
export interface Confusion {
  tn: number
  fp: number
  fn: number
  tp: number
}

/** Counts of true against predicted classes. */
export function confusionMatrix({ tn, fp, fn, tp }: Confusion, threshold: number): Figure {
  return {
    data: [
      {
        type: 'heatmap',
        x: ['no arrest', 'arrest'],
        y: ['no arrest', 'arrest'],
        z: [
          [tn, fp],
          [fn, tp],
        ],
        text: [
          [String(tn), String(fp)],
          [String(fn), String(tp)],
        ],
        texttemplate: '%{text}',
        colorscale: 'Blues',
        showscale: false,
      },
    ],
    layout: layout(
      { title: `Confusion matrix at probability ≥ ${threshold}`, x: 'Predicted', y: 'True' },
      { yaxis: { title: { text: 'True' }, autorange: 'reversed' } },
    ),
  }
}

/** A curve on the unit square, with the line that a model without skill follows. */
function unitCurve(axes: Parameters<typeof layout>[0], x: number[], y: number[], baseline: [number, number]): Figure {
  return {
    data: [
      { type: 'scatter', mode: 'lines', name: 'model', x, y },
      { type: 'scatter', mode: 'lines', name: 'no skill', x: [0, 1], y: baseline, line: { dash: 'dot' } },
    ],
    layout: layout(axes),
  }
}

export function rocCurve(falsePositiveRate: number[], truePositiveRate: number[], auc: number): Figure {
  const axes = { title: `ROC curve, AUC ${auc.toFixed(4)}`, x: 'False positive rate', y: 'True positive rate' }
  return unitCurve(axes, falsePositiveRate, truePositiveRate, [0, 1])
}

export function precisionRecallCurve(recall: number[], precision: number[], ap: number, arrestRate: number): Figure {
  const axes = { title: `Precision and recall, average precision ${ap.toFixed(4)}`, x: 'Recall', y: 'Precision' }
  return unitCurve(axes, recall, precision, [arrestRate, arrestRate])
}

/** Observed share of arrests against the mean predicted probability, by bin. */
export function calibrationCurve(predicted: number[], observed: number[], brier: number): Figure {
  const axes = {
    title: `Calibration, Brier score ${brier.toFixed(4)}`,
    x: 'Predicted probability',
    y: 'Share of arrests',
  }
  return unitCurve(axes, predicted, observed, [0, 1])
}
