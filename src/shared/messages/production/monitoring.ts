/** What the user reads of drift, in whichever door: command, report, window. */
export const monitoring = {
  'monitoring.no_champion': {
    en: 'The model {model} has no champion to be watched. Run the pipeline first, or name another with --model (arrest-workbench models lists them).',
    es: 'El modelo {model} no tiene un campeón que vigilar. Ejecute antes el proceso o indique otro con --model (arrest-workbench models los enumera).',
  },
  'monitoring.no_reference': {
    en: 'What version {version} of {model} was trained on is not stored any more, so nothing can be compared to it. Train a new version with arrest-workbench run: its training data is then kept in summary.',
    es: 'Ya no se conserva aquello con lo que se entrenó la versión {version} de {model}, así que no hay con qué comparar. Entrene una versión nueva con arrest-workbench run: entonces se conserva un resumen de sus datos.',
  },
  'monitoring.nothing_new': {
    en: 'That run holds no incident from {from} on: nothing that the model was not trained on. Choose a newer run, or name days with --since.',
    es: 'Esa ejecución no contiene ningún incidente desde el {from}: nada que no se usara para entrenar el modelo. Elija una ejecución más reciente o indique días con --since.',
  },
  'monitoring.no_rows': {
    en: 'No incident of {path} lies in the days that were asked for. Check --since and --until.',
    es: 'Ningún incidente de {path} está en los días pedidos. Revise --since y --until.',
  },
  'monitoring.no_predictions': {
    en: 'Version {version} of {model} has answered nothing in the days that were asked for. Start the endpoint (arrest-workbench serve) and let programs ask it, or check a file or a run instead.',
    es: 'La versión {version} de {model} no ha respondido nada en los días pedidos. Inicie el servicio (arrest-workbench serve) y deje que los programas lo consulten, o compruebe un archivo o una ejecución.',
  },
  'monitoring.nothing_current': {
    en: 'There is no newer run to compare to the model. Name a file of incidents, the id of a run, or predictions with --current.',
    es: 'No hay ninguna ejecución más reciente que comparar con el modelo. Indique con --current un archivo de incidentes, el identificador de una ejecución o predictions.',
  },
  'monitoring.file_columns': {
    en: 'The file {path} cannot be compared: it lacks the columns {columns}. Export the incidents with them and check again.',
    es: 'El archivo {path} no se puede comparar: le faltan las columnas {columns}. Exporte los incidentes con ellas y vuelva a comprobar.',
  },

  'drift.test.psi': { en: 'Population stability index', es: 'Índice de estabilidad poblacional' },
  'drift.test.jensen_shannon': { en: 'Jensen-Shannon distance', es: 'Distancia de Jensen-Shannon' },
  'drift.test.wasserstein': {
    en: 'Wasserstein distance, in standard deviations',
    es: 'Distancia de Wasserstein, en desviaciones típicas',
  },
  'drift.test.kolmogorov_smirnov': { en: 'Kolmogorov-Smirnov', es: 'Kolmogórov-Smirnov' },
  'drift.test.chi_square': { en: 'Chi-square', es: 'Ji cuadrado' },
  'drift.short.psi': { en: 'PSI', es: 'PSI' },
  'drift.short.jensen_shannon': { en: 'JS', es: 'JS' },
  'drift.short.wasserstein': { en: 'Wasserstein', es: 'Wasserstein' },
  'drift.short.kolmogorov_smirnov': { en: 'KS', es: 'KS' },
  'drift.short.chi_square': { en: 'χ²', es: 'χ²' },

  'drift.verdict.steady': { en: 'Steady', es: 'Estable' },
  'drift.verdict.watch': { en: 'Watch', es: 'Atención' },
  'drift.verdict.drift': { en: 'Drift', es: 'Deriva' },
  'drift.verdict.steady.why': {
    en: 'Nothing moved by more than is normal for the training data.',
    es: 'Nada se ha movido más de lo normal en los datos de entrenamiento.',
  },
  'drift.verdict.watch.why': {
    en: 'Something moved, but not what the model’s answers rest on as a whole. No need to retrain for it.',
    es: 'Algo se ha movido, pero no el conjunto de lo que sustenta las respuestas del modelo. No hace falta volver a entrenar por ello.',
  },
  'drift.verdict.drift.why': {
    en: 'What the model reads, says or is worth has moved. Retrain on newer incidents and compare.',
    es: 'Se ha movido lo que el modelo lee, dice o vale. Vuelva a entrenar con incidentes más recientes y compare.',
  },

  'drift.finding.field_moved': { en: '{field} moved ({levels})', es: '{field} se ha movido ({levels})' },
  'drift.finding.field_moved.plain': { en: '{field} moved', es: '{field} se ha movido' },
  'drift.finding.field_moved.unused': {
    en: '{field} moved ({levels}); the model does not read it',
    es: '{field} se ha movido ({levels}); el modelo no lo lee',
  },
  'drift.finding.field_moved.unused.plain': {
    en: '{field} moved; the model does not read it',
    es: '{field} se ha movido; el modelo no lo lee',
  },
  'drift.finding.level_moved': { en: '{field}: {levels}', es: '{field}: {levels}' },
  'drift.finding.new_levels': {
    en: '{field} has new values, {share} of the rows ({levels})',
    es: '{field} tiene valores nuevos, el {share} de las filas ({levels})',
  },
  'drift.finding.missing_moved': {
    en: '{field} is missing in {current} of the rows, before in {reference}',
    es: '{field} falta en el {current} de las filas; antes, en el {reference}',
  },
  'drift.finding.features_moved': {
    en: 'Inputs of the model moved: {features}',
    es: 'Se han movido entradas del modelo: {features}',
  },
  'drift.finding.predictions_moved': {
    en: 'The predictions moved: mean probability {current}, before {reference}',
    es: 'Las predicciones se han movido: probabilidad media {current}, antes {reference}',
  },
  'drift.finding.performance_decayed': {
    en: '{metric} got worse: {current}, before {reference}',
    es: '{metric} ha empeorado: {current}, antes {reference}',
  },
  'drift.level': { en: '{level}: {reference} → {current}', es: '{level}: {reference} → {current}' },
  'drift.none': { en: 'Nothing moved.', es: 'Nada se ha movido.' },
  'drift.metric.mcc': { en: 'MCC', es: 'MCC' },
  'drift.metric.average_precision': { en: 'Average precision', es: 'Precisión media' },
  'drift.metric.brier': { en: 'Brier score', es: 'Puntuación de Brier' },
  'drift.metric.calibration_error': { en: 'Calibration error', es: 'Error de calibración' },
  'drift.yes': { en: 'yes', es: 'sí' },
  'drift.no': { en: 'no', es: 'no' },

  'drift.title': { en: 'Drift of {model}, version {version}', es: 'Deriva de {model}, versión {version}' },
  'drift.compared': {
    en: '{rows} rows of {label}, {from} to {to}, beside the {reference} that the model was trained on, {since} to {until}.',
    es: '{rows} filas de {label}, del {from} al {to}, junto a las {reference} con las que se entrenó el modelo, del {since} al {until}.',
  },
  'drift.generated': {
    en: 'The model was trained on generated incidents: its drift says nothing of Chicago.',
    es: 'El modelo se entrenó con incidentes generados: su deriva no dice nada de Chicago.',
  },
  'drift.season.matched': {
    en: 'Each month is compared to the same month of the training data, so seasons are no drift.',
    es: 'Cada mes se compara con el mismo mes de los datos de entrenamiento, así que las estaciones no son deriva.',
  },
  'drift.season.unmatched': {
    en: 'The training data does not hold the months {months}: differences may be of the season.',
    es: 'Los datos de entrenamiento no contienen los meses {months}: las diferencias pueden deberse a la estación.',
  },
  'drift.unscored': {
    en: '{rows} rows lack what the model needs, so it has no answer for them.',
    es: 'A {rows} filas les falta lo que el modelo necesita, así que no tiene respuesta para ellas.',
  },
  'drift.how': {
    en: 'A field moved when its distance from the training data reaches the limit and chance is ruled out. The limit is the test’s own, or the largest distance between parts of the training data where that is more: large samples make small differences certain, not important.',
    es: 'Un campo se ha movido cuando su distancia de los datos de entrenamiento alcanza el límite y se descarta el azar. El límite es el de la prueba o, si es mayor, la mayor distancia entre partes de los datos de entrenamiento: las muestras grandes hacen seguras las diferencias pequeñas, no importantes.',
  },
  'drift.inputs': { en: 'What is reported', es: 'Lo que se denuncia' },
  'drift.features': { en: 'What the model reads', es: 'Lo que lee el modelo' },
  'drift.predictions': { en: 'What the model says', es: 'Lo que dice el modelo' },
  'drift.performance': { en: 'What it is worth, by month', es: 'Lo que vale, por mes' },
  'drift.new_levels': { en: 'New values', es: 'Valores nuevos' },
  'drift.missing': { en: 'Missing', es: 'Faltan' },
  'drift.field': { en: 'Field', es: 'Campo' },
  'drift.moved': { en: 'Moved', es: 'Se movió' },
  'drift.distance': { en: 'Distance', es: 'Distancia' },
  'drift.limit': { en: 'Limit', es: 'Límite' },
  'drift.measure': { en: 'Measure', es: 'Medida' },
  'drift.p': { en: 'p', es: 'p' },
  'drift.most': { en: 'Moved most', es: 'Lo que más se movió' },
  'drift.distribution': { en: 'Training and now', es: 'Entrenamiento y ahora' },
  'drift.reference': { en: 'training', es: 'entrenamiento' },
  'drift.current': { en: 'now', es: 'ahora' },
  'drift.share': { en: 'share of rows', es: 'proporción de filas' },
  'drift.month': { en: 'Month', es: 'Mes' },
  'drift.rows': { en: 'Rows', es: 'Filas' },
  'drift.arrests': { en: 'Arrests', es: 'Arrestos' },
  'drift.all_months': { en: 'All', es: 'Todos' },
  'drift.same_months': { en: 'Same months of the test rows', es: 'Los mismos meses de las filas de prueba' },
  'drift.not_read': { en: 'not read by the model', es: 'el modelo no lo lee' },
  'drift.unjudged.few_rows': { en: 'too few rows to judge', es: 'muy pocas filas para juzgar' },
  'drift.unjudged.short_window': { en: 'too few days to judge', es: 'muy pocos días para juzgar' },
  'drift.maturing': {
    en: 'Arrests are still being added to the newest incidents, so the months marked * look worse than they are and are not judged.',
    es: 'Aún se añaden arrestos a los incidentes más recientes, así que los meses marcados con * parecen peores de lo que son y no se juzgan.',
  },
  'drift.performance.none': {
    en: 'No outcome is known of these rows, so the model’s worth on them cannot be told.',
    es: 'No se conoce el desenlace de estas filas, así que no se puede saber lo que vale el modelo con ellas.',
  },
  'drift.intervals': {
    en: 'Ranges are 95% intervals. What the model was worth is measured on the test rows of its own training run.',
    es: 'Los rangos son intervalos del 95 %. Lo que valía el modelo se mide en las filas de prueba de su propio entrenamiento.',
  },
  'drift.figure.field': { en: '{field}, training and now', es: '{field}, entrenamiento y ahora' },
  'drift.figure.overview': { en: 'Distance in limits', es: 'Distancia en límites' },
  'drift.figure.overview.x': { en: 'distance / limit', es: 'distancia / límite' },
  'drift.figure.performance': { en: '{metric} by month', es: '{metric} por mes' },

  'cli.drift': {
    en: 'Tell whether incidents, or what the endpoint is asked, have moved away from what a model was trained on',
    es: 'Decir si los incidentes, o lo que se pregunta al servicio, se han alejado de aquello con lo que se entrenó un modelo',
  },
  'cli.drift.current': {
    en: 'what to compare: a file of incidents, the id of a run, or predictions; the newest run where absent',
    es: 'qué comparar: un archivo de incidentes, el identificador de una ejecución o predictions; por omisión, la última ejecución',
  },
  'cli.drift.since': { en: 'only from this day on', es: 'solo desde este día' },
  'cli.drift.until': { en: 'only before this day', es: 'solo antes de este día' },
  'cli.drift.model': {
    en: 'model whose champion is checked',
    es: 'modelo cuyo campeón se comprueba',
  },
  'cli.drift.version': { en: 'another version than the champion', es: 'otra versión que la campeona' },
  'cli.drift.html': { en: 'write the report as a web page', es: 'escribir el informe como página web' },
  'cli.drift.bar': { en: 'Comparing', es: 'Comparando' },
  'cli.drift.wrote': { en: 'Report: {file}', es: 'Informe: {file}' },
  'cli.drift.run': { en: 'Kept as run {run}.', es: 'Guardado como ejecución {run}.' },
  'cli.drift.not_version': {
    en: '{value} is no version number, such as 3',
    es: '{value} no es un número de versión, como 3',
  },
  'cli.drift.examples': {
    en: 'Examples:\n  arrest-workbench drift --current crimes_2017.csv\n  arrest-workbench drift --current predictions --since 2026-11-01 --html drift.html\n  arrest-workbench drift --json | jq .report.verdict',
    es: 'Ejemplos:\n  arrest-workbench drift --current crimes_2017.csv\n  arrest-workbench drift --current predictions --since 2026-11-01 --html deriva.html\n  arrest-workbench drift --json | jq .report.verdict',
  },
} as const
