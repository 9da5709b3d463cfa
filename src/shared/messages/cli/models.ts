/** What the user reads from the command `models`. */
export const models = {
  'cli.models.examples': {
    en: `Examples:
  arrest-workbench models promote              the challenger becomes the champion
  arrest-workbench models promote 3            version 3 does
  arrest-workbench models rollback             back to the champion before`,
    es: `Ejemplos:
  arrest-workbench models promote              el aspirante pasa a ser el campeón
  arrest-workbench models promote 3            lo es la versión 3
  arrest-workbench models rollback             vuelve al campeón anterior`,
  },
  'cli.models.version': { en: 'number of a version', es: 'número de una versión' },
  'cli.models.alias_name': { en: 'name of the alias', es: 'nombre del alias' },
  'cli.models': {
    en: 'list the registered models and their versions',
    es: 'lista los modelos registrados y sus versiones',
  },
  'cli.models.none': {
    en: 'No models yet. `arrest-workbench demo` or `run` makes the first.',
    es: 'Aún no hay modelos. `arrest-workbench demo` o `run` hace el primero.',
  },
  'cli.models.promote': {
    en: 'make a version the champion (default: the challenger)',
    es: 'convierte una versión en campeón (por defecto: el aspirante)',
  },
  'cli.models.rollback': { en: 'bring back the champion before this one', es: 'recupera el campeón anterior' },
  'cli.models.threshold': {
    en: 'sets the probability from which a version predicts an arrest',
    es: 'fija la probabilidad desde la que una versión predice un arresto',
  },
  'cli.models.probability': { en: 'probability from 0 to 1', es: 'probabilidad de 0 a 1' },
  'cli.models.threshold_set': {
    en: 'Version {version} of {model} predicts an arrest from probability {threshold} on.',
    es: 'La versión {version} de {model} predice un arresto desde la probabilidad {threshold}.',
  },
  'cli.models.alias': {
    en: 'give a version an alias, or take it away with --remove',
    es: 'da un alias a una versión, o lo quita con --remove',
  },
  'cli.models.model': {
    en: 'name of the model (default: the one there is; with several, xgboost_chicago_crimes)',
    es: 'nombre del modelo (por defecto: el que haya; si hay varios, xgboost_chicago_crimes)',
  },
  'cli.models.reason': { en: 'why, for the record', es: 'el motivo, para el registro' },
  'cli.models.remove': { en: 'take the alias away', es: 'quita el alias' },
  'cli.models.no_challenger': {
    en: '{model} has no challenger to promote. Name a version: `models promote VERSION`; `models` lists them.',
    es: '{model} no tiene aspirante que promover. Indique una versión: `models promote VERSIÓN`; `models` las lista.',
  },
  'cli.models.alias_usage': {
    en: 'Name a version to give the alias to, or --remove to take it away.',
    es: 'Indique la versión que recibe el alias, o --remove para quitarlo.',
  },
  'cli.models.by_hand': { en: 'by hand', es: 'a mano' },
  'cli.models.promoted': {
    en: '{model} version {version} is now the champion.',
    es: '{model} versión {version} es ahora el campeón.',
  },
  'cli.models.aliased': {
    en: '{model} version {version} now has the alias {alias}.',
    es: '{model} versión {version} tiene ahora el alias {alias}.',
  },
  'cli.models.unaliased': { en: '{model} has no alias {alias} any more.', es: '{model} ya no tiene el alias {alias}.' },
  'cli.models.export': {
    en: 'write a version’s learner as a file that other programs read',
    es: 'escribe el modelo de una versión como archivo que otros programas leen',
  },
  'cli.models.export.format': {
    en: 'onnx (any learner, also calibrated), xgboost (boosting, as XGBoost’s JSON) or native',
    es: 'onnx (cualquier algoritmo, también calibrado), xgboost (boosting, como JSON de XGBoost) o native',
  },
  'cli.models.export.output': { en: 'file to write', es: 'archivo que se escribe' },
  'cli.models.exported': {
    en: 'Version {version} of {model} is in {output}.',
    es: 'La versión {version} de {model} está en {output}.',
  },
  'cli.models.export_unwritable': {
    en: 'Cannot write {output}: {reason}. Choose a folder that exists and that you may write to.',
    es: 'No se puede escribir {output}: {reason}. Elija una carpeta que exista y en la que pueda escribir.',
  },
} as const
