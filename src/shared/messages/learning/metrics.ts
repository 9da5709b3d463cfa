/** Names of scores, by the name that they are tracked under. */
export const metrics = {
  'metric.mcc': { en: 'MCC', es: 'MCC' },
  'metric.auc': { en: 'ROC AUC', es: 'ROC AUC' },
  'metric.average_precision': { en: 'Average precision', es: 'Precisión media' },
  'metric.accuracy': { en: 'Accuracy', es: 'Exactitud' },
  'metric.precision': { en: 'Precision', es: 'Precisión' },
  'metric.recall': { en: 'Recall', es: 'Exhaustividad' },
  'metric.f1': { en: 'F1', es: 'F1' },
  'metric.precision_weighted': { en: 'Precision, weighted', es: 'Precisión, ponderada' },
  'metric.recall_weighted': { en: 'Recall, weighted', es: 'Exhaustividad, ponderada' },
  'metric.f1_weighted': { en: 'F1, weighted', es: 'F1, ponderada' },
  'metric.brier': { en: 'Brier score', es: 'Puntuación de Brier' },
  'metric.log_loss': { en: 'Log loss', es: 'Pérdida logarítmica' },
  'metric.calibration_error': { en: 'Calibration error', es: 'Error de calibración' },
  'metric.mean_probability': { en: 'Mean probability', es: 'Probabilidad media' },
  'metric.arrest_rate': { en: 'Share of arrests', es: 'Proporción de arrestos' },
} as const
