/** What the user reads of the command line itself: its help, its options and what any command may say. */
export const program = {
  'cli.description': {
    en: 'Which reported incidents end in an arrest, and why: from the city’s open data to a served champion.',
    es: 'Qué incidentes denunciados terminan en arresto, y por qué: de los datos abiertos de la ciudad a un campeón en servicio.',
  },
  'cli.version': { en: 'print the version', es: 'muestra la versión' },
  'cli.help': { en: 'print this help', es: 'muestra esta ayuda' },
  'cli.help_command': { en: 'print the help of a command', es: 'muestra la ayuda de una orden' },
  'cli.help_hint': { en: '`{command}` tells what is possible.', es: '`{command}` indica lo que es posible.' },
  'help.usage': { en: 'Usage:', es: 'Uso:' },
  'help.usage.options': { en: '[options]', es: '[opciones]' },
  'help.usage.command': { en: '[command]', es: '[orden]' },
  'help.arguments': { en: 'Arguments:', es: 'Argumentos:' },
  'help.options': { en: 'Options:', es: 'Opciones:' },
  'help.global_options': { en: 'Options of every command:', es: 'Opciones de toda orden:' },
  'help.commands': { en: 'Commands:', es: 'Órdenes:' },
  'help.choices': { en: 'one of {choices}', es: 'uno de {choices}' },
  'help.default': { en: 'default: {value}', es: 'por defecto: {value}' },
  'cli.usage.similar': { en: 'Did you mean {similar}?', es: '¿Quiso decir {similar}?' },
  'cli.usage.unknown_command': {
    en: 'There is no command "{name}".{suggestion}',
    es: 'No existe la orden «{name}».{suggestion}',
  },
  'cli.usage.unknown_option': {
    en: 'There is no option {name} here.{suggestion}',
    es: 'Aquí no existe la opción {name}.{suggestion}',
  },
  'cli.usage.missing_argument': { en: 'The argument "{name}" is missing.', es: 'Falta el argumento «{name}».' },
  'cli.usage.missing_value': { en: '{option} needs a value.', es: '{option} necesita un valor.' },
  'cli.usage.too_many': {
    en: '`{command}` does not take so many arguments. A value with spaces goes in quotation marks.',
    es: '`{command}` no admite tantos argumentos. Un valor con espacios va entre comillas.',
  },
  'cli.usage.invalid': { en: '{option}: {problem}', es: '{option}: {problem}' },
  'cli.usage.choices': { en: 'the choices are {choices}.', es: 'las opciones son {choices}.' },
  'cli.usage.other': { en: '{message}', es: '{message}' },
  'cli.standard_output': { en: 'standard output', es: 'la salida estándar' },
  'cli.workspace': {
    en: 'folder that holds everything (default: $ARREST_WORKBENCH_HOME, else ~/ArrestWorkbench)',
    es: 'carpeta que lo contiene todo (por defecto: $ARREST_WORKBENCH_HOME o ~/ArrestWorkbench)',
  },
  'cli.store': {
    en: 'where the tables are kept: a folder, or s3://bucket (default: data/ in the workspace)',
    es: 'dónde se guardan las tablas: una carpeta o s3://bucket (por defecto: data/ en el espacio de trabajo)',
  },
  'cli.threads': {
    en: 'threads to use (default: one a core); the result does not depend on it',
    es: 'hilos que usar (por defecto: uno por núcleo); el resultado no depende de ello',
  },
  'cli.json': {
    en: 'print one JSON document on standard output',
    es: 'imprime un documento JSON en la salida estándar',
  },
  'cli.examples': {
    en: `Examples:
  arrest-workbench demo                              the demonstration year to a served champion
  arrest-workbench run --source crimes_2017.csv      an export of the portal
  arrest-workbench run --source socrata              straight from the portal, resumed where it stopped
  arrest-workbench predict march.csv --output s.csv  probabilities for new incidents
  arrest-workbench models                            versions, champion and challenger
  arrest-workbench serve                             the champion on http://127.0.0.1:8800
  arrest-workbench doctor                            what is missing, and how to mend it

In a checkout, write \`npm run -s workbench -- COMMAND\`.
Exit codes: 0 done, 1 failed, 2 wrong usage, 130 cancelled.`,
    es: `Ejemplos:
  arrest-workbench demo                              el año de demostración hasta un campeón en servicio
  arrest-workbench run --source crimes_2017.csv      una exportación del portal
  arrest-workbench run --source socrata              directamente del portal, continúa donde se detuvo
  arrest-workbench predict marzo.csv --output p.csv  probabilidades de incidentes nuevos
  arrest-workbench models                            versiones, campeón y aspirante
  arrest-workbench serve                             el campeón en http://127.0.0.1:8800
  arrest-workbench doctor                            qué falta y cómo arreglarlo

En una copia de trabajo, escriba \`npm run -s workbench -- ORDEN\`.
Códigos de salida: 0 hecho, 1 fallo, 2 uso incorrecto, 130 cancelado.`,
  },
  'cli.not_positive_integer': {
    en: '"{value}" is not a whole number of at least 1.',
    es: '«{value}» no es un número entero de al menos 1.',
  },
  'cli.not_seconds': {
    en: '"{value}" is not a number of seconds, 0 or more.',
    es: '«{value}» no es un número de segundos, 0 o más.',
  },
  'cli.waiting_for_store': {
    en: 'The object store does not answer; still trying after {waited} …',
    es: 'El almacén de objetos no responde; se sigue intentando tras {waited} …',
  },
  'unit.rows': { en: 'rows', es: 'filas' },
  'unit.trees': { en: 'trees', es: 'árboles' },
  'unit.steps': { en: 'steps', es: 'pasos' },
  'unit.bytes': { en: 'bytes', es: 'bytes' },
  'unit.folds': { en: 'folds', es: 'particiones' },
  'cli.not_a_date': {
    en: '"{value}" is not a date; write it as YYYY-MM-DD, for example 2018-01-01.',
    es: '«{value}» no es una fecha; escríbala como AAAA-MM-DD, por ejemplo 2018-01-01.',
  },
  'cli.not_a_port': {
    en: '"{value}" is not a port; ports go from 1 to 65535 (0 takes any free one).',
    es: '«{value}» no es un puerto; van de 1 a 65535 (0 toma uno libre).',
  },
  'cli.unknown_stage': {
    en: '"{value}" is not a stage. The stages are {stages}.',
    es: '«{value}» no es una etapa. Las etapas son {stages}.',
  },
  'cli.unknown_learner': {
    en: '"{value}" is not a learner. The learners are {learners}.',
    es: '«{value}» no es un algoritmo. Los algoritmos son {learners}.',
  },
  'cli.failed': { en: 'Failed: {message}', es: 'Error: {message}' },
  'cli.bug': {
    en: 'Something went wrong that should not: {message}. Please report it with the version, {version}.',
    es: 'Ha ocurrido un error inesperado: {message}. Comuníquelo con la versión, {version}.',
  },
  'cli.stopping': {
    en: 'Stopping (Ctrl-C again ends at once) …',
    es: 'Deteniendo (Ctrl-C de nuevo termina al instante) …',
  },
  'cli.unchanged': { en: 'unchanged', es: 'sin cambios' },
  'cli.retry': { en: 'Trying again in {wait}.', es: 'Nuevo intento en {wait}.' },
  'cli.retry_now': { en: 'Trying again.', es: 'Nuevo intento.' },

  'cli.doctor': {
    en: 'check what is installed, reachable and writable, and how to mend it',
    es: 'comprueba lo instalado, accesible y escribible, y cómo arreglarlo',
  },
  'card.model': { en: 'Model', es: 'Modelo' },
  'card.version': { en: 'version {version}', es: 'versión {version}' },
  'card.alias': { en: 'Alias', es: 'Alias' },
  'card.learner': { en: 'Learner', es: 'Algoritmo' },
  'card.data': { en: 'Data', es: 'Datos' },
  'card.run_date': { en: 'run date {date}', es: 'fecha de ejecución {date}' },
  'card.inputs': { en: 'Inputs', es: 'Entradas' },
  'card.calibration': { en: 'Calibration', es: 'Calibración' },
  'card.calibration.value': {
    en: 'mean probability {mean}, share of arrests {rate}, expected calibration error {error}',
    es: 'probabilidad media {mean}, proporción de arrestos {rate}, error de calibración esperado {error}',
  },
  'card.note': { en: 'Note', es: 'Nota' },
  'table.learner': { en: 'learner', es: 'algoritmo' },
  'table.run': { en: 'run', es: 'ejecución' },
  'table.name': { en: 'name', es: 'nombre' },
  'table.status': { en: 'status', es: 'estado' },
  'table.started': { en: 'started', es: 'inicio' },
  'table.time': { en: 'time', es: 'tiempo' },
  'table.data': { en: 'data', es: 'datos' },
  'table.version': { en: 'version', es: 'versión' },
  'table.stage': { en: 'stage', es: 'etapa' },
  'table.registered': { en: 'registered', es: 'registro' },
  'table.aliases': { en: 'aliases', es: 'alias' },
  'table.parameter': { en: 'parameter', es: 'parámetro' },
  'table.default': { en: 'default', es: 'por defecto' },
  'table.description': { en: 'description', es: 'descripción' },
  'table.folds': { en: 'MCC (folds)', es: 'MCC (particiones)' },
} as const
