/** What the user reads from the room `learners`. */
export const learners = {
  'learners.one_class_in_time': {
    en: 'Part {part} of the training rows in time ({rows} rows) has one outcome only, so no fold can be scored on it. Choose a longer date window.',
    es: 'La parte {part} de las filas de entrenamiento en el tiempo ({rows} filas) tiene un solo resultado, así que no se puede puntuar ninguna partición. Elija un periodo más largo.',
  },
  'learners.empty': {
    en: 'There is nothing to learn from: the training set has no rows or no features. Choose a wider date window, or a lower feature threshold.',
    es: 'No hay de qué aprender: el conjunto de entrenamiento no tiene filas o variables. Elija un periodo más amplio o un umbral de variables más bajo.',
  },
  'learners.one_class': {
    en: 'All {rows} training rows have the same outcome, so there is nothing to tell apart. Choose a date window with and without arrests.',
    es: 'Las {rows} filas de entrenamiento tienen el mismo resultado, así que no hay nada que distinguir. Elija un periodo con y sin arrestos.',
  },
  'learners.too_many_features': {
    en: 'The training set has {features} features; at most 32767 can be learned from. Select fewer.',
    es: 'El conjunto de entrenamiento tiene {features} variables; se admiten 32767 como máximo. Seleccione menos.',
  },
  'learners.bad_weight': {
    en: 'Training row {row} has the weight {weight}. Weights must be numbers of at least 0; correct that column.',
    es: 'La fila de entrenamiento {row} tiene el peso {weight}. Los pesos deben ser números no negativos; corrija esa columna.',
  },
  'learners.bad_weight_sum': {
    en: 'The weights of the training rows sum to {sum}, where a finite number above 0 is needed. Correct the column of weights.',
    es: 'Los pesos de las filas de entrenamiento suman {sum}; se necesita un número finito mayor que 0. Corrija la columna de pesos.',
  },
  'learners.infinite': {
    en: 'The feature {feature} has infinite values, or values beyond ±3.4e38, which trees cannot tell apart. Remove or limit them.',
    es: 'La variable {feature} tiene valores infinitos, o mayores que ±3.4e38, que los árboles no distinguen. Elimínelos o limítelos.',
  },
  'learners.too_large': {
    en: 'Training on this many rows and features takes {gigabytes} GB at once; at most 4 GB can be used. Train on fewer rows or features.',
    es: 'Entrenar con tantas filas y variables requiere {gigabytes} GB a la vez; se pueden usar 4 GB como máximo. Use menos filas o variables.',
  },
  'learners.not_a_model_file': {
    en: 'This is no model file of Arrest Workbench. Choose a file that it wrote, or train the model again.',
    es: 'No es un archivo de modelo de Arrest Workbench. Elija un archivo escrito por la aplicación o entrene de nuevo el modelo.',
  },
  'learners.model_file_version': {
    en: 'This model file has version {version}, which this app cannot read. Update the app, or train the model again.',
    es: 'Este archivo de modelo tiene la versión {version}, que esta aplicación no puede leer. Actualice la aplicación o entrene de nuevo el modelo.',
  },
  'learners.damaged_model_file': {
    en: 'This model file is damaged: it is cut off, or its contents contradict each other. Restore it from a backup, or train the model again.',
    es: 'Este archivo de modelo está dañado: está cortado o su contenido se contradice. Recupérelo de una copia de seguridad o entrene de nuevo el modelo.',
  },
  'learners.too_few_for_folds': {
    en: 'Cannot compare learners: only {rows} training rows have arrest = {label}, and {folds} folds need one each at least. Use a longer window or set train.folds lower.',
    es: 'No se pueden comparar los algoritmos: solo {rows} filas de entrenamiento tienen arrest = {label} y {folds} particiones necesitan al menos una cada una. Use una ventana más larga o reduzca train.folds.',
  },
  'learners.missing_value': {
    en: 'Logistic regression needs a finite value of every feature, but {feature} has none in training row {row}. Fill in or leave out such rows, or choose other learners: trees take missing values.',
    es: 'La regresión logística necesita un valor finito de cada variable, pero {feature} no lo tiene en la fila de entrenamiento {row}. Complete u omita esas filas, o elija otros algoritmos: los árboles aceptan valores ausentes.',
  },
  'learners.xgboost_kind': {
    en: 'This XGBoost model has booster {booster} and objective {objective}. Only gbtree with binary:logistic, which answers the probability of yes or no, can be imported. Train it with those and save it as JSON again.',
    es: 'Este modelo de XGBoost tiene el booster {booster} y el objetivo {objective}. Solo se puede importar gbtree con binary:logistic, que da la probabilidad de sí o no. Entrénelo así y guárdelo de nuevo como JSON.',
  },
  'learners.xgboost_categories': {
    en: 'This XGBoost model splits on categories, which cannot be imported. Encode them as numbers, train it again and save it as JSON.',
    es: 'Este modelo de XGBoost divide por categorías, que no se pueden importar. Codifíquelas como números, entrénelo de nuevo y guárdelo como JSON.',
  },
  'learners.xgboost_damaged': {
    en: 'This is no model that XGBoost saved as JSON, or the file is damaged. Save it again with `booster.save_model("model.json")`.',
    es: 'No es un modelo guardado por XGBoost como JSON, o el archivo está dañado. Guárdelo de nuevo con `booster.save_model("model.json")`.',
  },
  'learners.export_format': {
    en: 'A model of {learner} has no {format} format; it can be exported as {formats}. Choose one of those with --format.',
    es: 'Un modelo de {learner} no tiene formato {format}; se puede exportar como {formats}. Elija uno de ellos con --format.',
  },
} as const
