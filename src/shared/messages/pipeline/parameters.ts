/** What each parameter of a recipe means, by its name; the English text is also that of the recipe's JSON Schema. */
export const parameters = {
  'parameter.name': {
    en: 'Name of the recipe',
    es: 'Nombre de la receta',
  },
  'parameter.seed': {
    en: 'Seed of everything that is drawn at random',
    es: 'Semilla de todo lo que se sortea',
  },
  'parameter.merge.days': {
    en: 'Length of the window before the run date, in days',
    es: 'Longitud de la ventana anterior a la fecha de ejecución, en días',
  },
  'parameter.split.strategy': {
    en: 'stratified: a share of each class, by hash of the id; time: the newest incidents are the test set, and folds go forward in time',
    es: 'stratified: una parte de cada clase, por el hash del id; time: los incidentes más nuevos son los de prueba y las particiones avanzan en el tiempo',
  },
  'parameter.split.test_share': {
    en: 'Share of the incidents held out for testing',
    es: 'Proporción de incidentes reservada para la prueba',
  },
  'parameter.outliers.method': {
    en: 'How the bounds of the distance are fitted',
    es: 'Cómo se ajustan los límites de la distancia',
  },
  'parameter.outliers.k': {
    en: 'std: mean ± k·std, 3 where not given; iqr: quartiles ± k·IQR, 1.5 where not given',
    es: 'std: media ± k·desviación, 3 si no se indica; iqr: cuartiles ± k·IQR, 1,5 si no se indica',
  },
  'parameter.encode.calendar': {
    en: 'Parts of the time that become features as they are',
    es: 'Partes del momento que pasan a ser variables tal cual',
  },
  'parameter.encode.rates': {
    en: 'Columns, or combinations of them, whose arrest rate becomes a feature, e.g. [["iucr","block"]]',
    es: 'Columnas, o combinaciones de ellas, cuya tasa de arrestos pasa a ser variable, p. ej. [["iucr","block"]]',
  },
  'parameter.encode.smoothing': {
    en: 'Rows that the rate without the last column counts for within the rate with it',
    es: 'Filas por las que cuenta la tasa sin la última columna dentro de la tasa con ella',
  },
  'parameter.encode.min_rows': {
    en: 'Rows below which a combination takes the rate without its last column',
    es: 'Filas por debajo de las cuales una combinación toma la tasa sin su última columna',
  },
  'parameter.encode.folds': {
    en: 'Folds of the training rows; a row is encoded by the other folds',
    es: 'Particiones de las filas de entrenamiento; cada fila se codifica con las otras',
  },
  'parameter.balance.method': {
    en: 'How the training classes are balanced',
    es: 'Cómo se equilibran las clases de entrenamiento',
  },
  'parameter.balance.neighbours': {
    en: 'Nearest minority neighbours that SMOTE draws from',
    es: 'Vecinos minoritarios más cercanos de los que SMOTE sortea',
  },
  'parameter.balance.oversample': {
    en: 'Minority/majority after SMOTE',
    es: 'Minoría/mayoría tras SMOTE',
  },
  'parameter.balance.undersample': {
    en: 'Minority/majority after random undersampling',
    es: 'Minoría/mayoría tras el submuestreo aleatorio',
  },
  'parameter.features.drop': {
    en: 'Features that leave before selection, since they repeat others',
    es: 'Variables que salen antes de la selección porque repiten otras',
  },
  'parameter.features.threshold': {
    en: 'Mutual information with arrest that a feature must exceed',
    es: 'Información mutua con el arresto que una variable debe superar',
  },
  'parameter.train.learners': {
    en: 'Learners that compete for champion',
    es: 'Algoritmos que compiten por ser campeón',
  },
  'parameter.train.folds': {
    en: 'Folds of the training rows that choose and calibrate',
    es: 'Particiones del entrenamiento que eligen y calibran',
  },
  'parameter.train.threshold': {
    en: 'Calibrated probability from which an arrest is predicted, or the metric that the folds choose it for',
    es: 'Probabilidad calibrada desde la que se predice un arresto, o la métrica por la que la eligen las particiones',
  },
  'parameter.train.params': {
    en: 'Parameters by learner, e.g. {"gradient-boosting": {"max_depth": 8}}',
    es: 'Parámetros por algoritmo, p. ej. {"gradient-boosting": {"max_depth": 8}}',
  },
  'parameter.promote.threshold': {
    en: 'MCC by which a challenger must beat the champion',
    es: 'MCC con que un aspirante debe superar al campeón',
  },
} as const
