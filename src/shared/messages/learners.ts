/** What the user reads from the room `learners`. */
export const learners = {
  'learners.too_few_for_folds': {
    en: 'Cannot compare learners: only {rows} training rows have arrest = {label}, and {folds} folds need one each at least. Use a longer window or set train.folds lower.',
    es: 'No se pueden comparar los algoritmos: solo {rows} filas de entrenamiento tienen arrest = {label} y {folds} particiones necesitan al menos una cada una. Use una ventana más larga o reduzca train.folds.',
  },
  'learners.missing_value': {
    en: 'Logistic regression needs a finite value of every feature, but {feature} has none in training row {row}. Fill in or leave out such rows, or choose other learners: trees take missing values.',
    es: 'La regresión logística necesita un valor finito de cada variable, pero {feature} no lo tiene en la fila de entrenamiento {row}. Complete u omita esas filas, o elija otros algoritmos: los árboles aceptan valores ausentes.',
  },
} as const
