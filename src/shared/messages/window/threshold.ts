/** What the user reads where a decision threshold is chosen. */
export const threshold = {
  'threshold.title': { en: 'Decision threshold', es: 'Umbral de decisión' },
  'threshold.what': {
    en: 'An arrest is predicted from this probability on. Move it to see what changes; nothing is trained again.',
    es: 'Se predice un arresto desde esta probabilidad. Muévalo para ver qué cambia; no se entrena nada de nuevo.',
  },
  'threshold.rows': { en: 'Rows', es: 'Filas' },
  'threshold.test': { en: 'Test rows', es: 'Filas de prueba' },
  'threshold.folds': { en: 'Folds of the training rows', es: 'Particiones del entrenamiento' },
  'threshold.value': { en: 'from {threshold} on', es: 'desde {threshold}' },
  'threshold.now': { en: 'in use', es: 'en uso' },
  'threshold.back': { en: 'Back to {threshold}', es: 'Volver a {threshold}' },
  'threshold.metric.mcc': { en: 'MCC', es: 'MCC' },
  'threshold.metric.precision': { en: 'Precision', es: 'Precisión' },
  'threshold.metric.recall': { en: 'Recall', es: 'Exhaustividad' },
  'threshold.metric.f1': { en: 'F1', es: 'F1' },
  'threshold.metric.accuracy': { en: 'Accuracy', es: 'Exactitud' },
  'threshold.metric.share': { en: 'Predicted arrests', es: 'Arrestos previstos' },
  'threshold.confusion': { en: 'Confusion matrix', es: 'Matriz de confusión' },
  'threshold.confusion.summary': {
    en: 'From probability {threshold} on: {hits} arrests foreseen, {missed} missed; {false} predicted where there was none, {right} rightly not predicted.',
    es: 'Desde la probabilidad {threshold}: {hits} arrestos previstos, {missed} no previstos; {false} previstos donde no hubo, {right} bien descartados.',
  },
  'threshold.curves': { en: 'Scores by threshold', es: 'Métricas según el umbral' },
  'threshold.axis': { en: 'Threshold', es: 'Umbral' },
  'threshold.axis.score': { en: 'Score', es: 'Métrica' },
  'threshold.save': { en: 'Use {threshold} for version {version}', es: 'Usar {threshold} en la versión {version}' },
  'threshold.save.title': { en: 'Change the threshold', es: 'Cambiar el umbral' },
  'threshold.save.what': {
    en: 'From the next request on, version {version} of {model} predicts an arrest from probability {threshold} on. Probabilities stay as they are.',
    es: 'Desde la próxima petición, la versión {version} de {model} predice un arresto desde la probabilidad {threshold}. Las probabilidades no cambian.',
  },
  'threshold.save.on_test': {
    en: 'You are looking at the test rows. A threshold that is chosen on them makes their scores look better than they will be in use: choose it on the folds.',
    es: 'Está mirando las filas de prueba. Un umbral elegido con ellas hace que sus métricas parezcan mejores de lo que serán en uso: elíjalo con las particiones.',
  },
  'threshold.saved': {
    en: 'Version {version} predicts an arrest from {threshold} on',
    es: 'La versión {version} predice un arresto desde {threshold}',
  },
} as const
