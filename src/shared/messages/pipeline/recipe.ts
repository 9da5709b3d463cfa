/** What the user reads from the recipe and the steps of a run. */
export const recipe = {
  'step.setup': { en: 'Setup', es: 'Preparación' },
  'step.download': { en: 'Download', es: 'Descarga' },
  'step.merge': { en: 'Merge', es: 'Unión' },
  'step.enrich': { en: 'Enrich', es: 'Ampliación' },
  'step.split': { en: 'Split', es: 'División' },
  'step.outliers': { en: 'Outliers', es: 'Atípicos' },
  'step.encode': { en: 'Encode', es: 'Codificación' },
  'step.scale': { en: 'Scale', es: 'Escala' },
  'step.balance': { en: 'Balance', es: 'Balance' },
  'step.features': { en: 'Features', es: 'Variables' },
  'step.summary': { en: 'Summary', es: 'Resumen' },
  'step.train': { en: 'Train', es: 'Entrenar' },
  'step.evaluate': { en: 'Evaluate', es: 'Evaluar' },
  'step.promote': { en: 'Promote', es: 'Promover' },
  'step.left': { en: '{rows} left ({reason})', es: '{rows} salen ({reason})' },
  'step.rows': { en: '{rows} [row|rows]', es: '{rows} [fila|filas]' },
  'step.train_test': {
    en: '{train} training rows, {test} test rows',
    es: '{train} filas de entrenamiento, {test} de prueba',
  },
  'step.setup.done': {
    en: 'store ready, {expired} expired objects deleted',
    es: 'almacén listo, {expired} objetos caducados borrados',
  },
  'step.download.done': {
    en: '{rows} [incident|incidents] in {months} [month|months]',
    es: '{rows} [incidente|incidentes] en {months} [mes|meses]',
  },
  'step.features.done': { en: '{kept} of {all} features kept', es: '{kept} de {all} variables conservadas' },
  'step.summary.done': {
    en: '{stages} stages, in the run’s artifacts',
    es: '{stages} etapas, en los artefactos de la ejecución',
  },
  'step.train.done': {
    en: '{learners} [learner|learners]; the best by cross-validated MCC is {best} ({mcc})',
    es: '{learners} [algoritmo|algoritmos]; el mejor por MCC en validación cruzada es {best} ({mcc})',
  },
  'step.evaluate.done': {
    en: 'on {rows} test rows: MCC {mcc}, AUC {auc}, Brier {brier}',
    es: 'en {rows} filas de prueba: MCC {mcc}, AUC {auc}, Brier {brier}',
  },
  'step.promote.champion': { en: 'version {version} is the champion', es: 'la versión {version} es el campeón' },
  'step.promote.challenger': { en: 'version {version} is the challenger', es: 'la versión {version} es el aspirante' },
  'step.promote.unchanged': {
    en: 'the model equals version {version}; nothing new to register',
    es: 'el modelo es igual a la versión {version}; nada nuevo que registrar',
  },
  'recipe.not_found': {
    en: 'There is no recipe "{recipe}": it is neither a preset ({presets}) nor a file that can be read.',
    es: 'No existe la receta «{recipe}»: no es un preajuste ({presets}) ni un archivo legible.',
  },
  'recipe.not_json': {
    en: 'The recipe {file} is not a JSON object: {problem}.',
    es: 'La receta {file} no es un objeto JSON: {problem}.',
  },
  'recipe.bad_setting': {
    en: '"{setting}" sets nothing; write --set stage.param=value, for example --set merge.days=731.',
    es: '«{setting}» no fija nada; escriba --set etapa.parámetro=valor, por ejemplo --set merge.days=731.',
  },
  'recipe.unknown_parameter': {
    en: 'The recipe has no parameter {parameter}. The parameters are {known}.',
    es: 'La receta no tiene el parámetro {parameter}. Los parámetros son {known}.',
  },
  'recipe.invalid': {
    en: 'The recipe’s {parameter} {problem}.',
    es: 'En la receta, {parameter} {problem}.',
  },
} as const
