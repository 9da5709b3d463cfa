import { text } from '../../shared/messages/index.ts'
import type { PlotlyFigure } from '../../shared/pipeline/stepDetails.ts'
import type { ThresholdScores } from '../../shared/serving/thresholds.ts'

/** Scores that a threshold moves, in the order in which they are told. */
export const THRESHOLD_METRICS = ['mcc', 'precision', 'recall', 'f1', 'accuracy'] as const

/** Rows by true and predicted class at the threshold of that place. */
export function confusionFigure(scores: ThresholdScores, place: number): PlotlyFigure {
  const at = (counts: readonly number[]) => counts[place] ?? 0
  const classes = ['no arrest', 'arrest']
  return {
    data: [
      {
        type: 'heatmap',
        x: classes,
        y: classes,
        z: [
          [at(scores.true_negatives), at(scores.false_positives)],
          [at(scores.false_negatives), at(scores.true_positives)],
        ],
        texttemplate: '%{z}',
        showscale: false,
      },
    ],
    layout: {
      title: { text: text('threshold.confusion') },
      xaxis: { title: { text: 'Predicted' } },
      yaxis: { title: { text: 'True' }, autorange: 'reversed' },
    },
  }
}

/** The scores over all thresholds, with a line at the one that is looked at. */
export function scoresFigure(thresholds: readonly number[], scores: ThresholdScores, threshold: number): PlotlyFigure {
  return {
    data: THRESHOLD_METRICS.map((metric) => ({
      type: 'scatter',
      mode: 'lines',
      name: text(`threshold.metric.${metric}`),
      x: [...thresholds],
      y: scores[metric],
    })),
    layout: {
      title: { text: text('threshold.curves') },
      xaxis: { title: { text: text('threshold.axis') }, range: [0, 1] },
      yaxis: { title: { text: text('threshold.axis.score') }, range: [-0.02, 1.02] },
      shapes: [{ type: 'line', x0: threshold, x1: threshold, y0: 0, y1: 1, yref: 'paper', line: { width: 1.5 } }],
    },
  }
}

/** Share (0-1) of the rows that are predicted true at the threshold of that place. */
export function predictedShare(scores: ThresholdScores, place: number): number {
  const predicted = (scores.true_positives[place] ?? 0) + (scores.false_positives[place] ?? 0)
  return predicted / (predicted + (scores.true_negatives[place] ?? 0) + (scores.false_negatives[place] ?? 0))
}
