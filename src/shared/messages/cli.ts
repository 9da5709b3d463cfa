/** What the user reads on the command line. */
export const cli = {
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

  'cli.demo': {
    en: 'take the demonstration year through all stages to a served champion',
    es: 'lleva el año de demostración por todas las etapas hasta un campeón en servicio',
  },
  'cli.demo.no_serve': {
    en: 'end after the champion is chosen',
    es: 'termina cuando se ha elegido el campeón',
  },
  'cli.run': {
    en: 'take a year of incidents through all stages, train, evaluate and promote',
    es: 'lleva un año de incidentes por todas las etapas, entrena, evalúa y promueve',
  },
  'cli.run.examples': {
    en: `Examples:
  arrest-workbench run --source crimes_2017.csv                    a year to a champion
  arrest-workbench run --source crimes_2017.csv --to-stage features   the ml-ready sets only
  arrest-workbench run --source socrata --date 2018-01-01          the year before that day, from the portal
  arrest-workbench run --source crimes.csv --set split.test_share=0.3 --set balance.neighbours=3
  arrest-workbench run --help-params                               what --set and --recipe can say`,
    es: `Ejemplos:
  arrest-workbench run --source crimes_2017.csv                    un año hasta un campeón
  arrest-workbench run --source crimes_2017.csv --to-stage features   solo los conjuntos ml-ready
  arrest-workbench run --source socrata --date 2018-01-01          el año anterior a ese día, del portal
  arrest-workbench run --source crimes.csv --set split.test_share=0.3 --set balance.neighbours=3
  arrest-workbench run --help-params                               lo que pueden decir --set y --recipe`,
  },
  'cli.train.examples': {
    en: `Examples:
  arrest-workbench train                                           the newest ml-ready set
  arrest-workbench train --learner gradient-boosting --learner random-forest
  arrest-workbench train --date 2018-01-01 --set train.folds=5
  arrest-workbench train --tune 40                                 better parameters for gradient-boosting
  arrest-workbench train --tune 40 --learner random-forest

A search may be stopped (Ctrl-C): the same command goes on from the trials that
have ended, and so does one with more trials.`,
    es: `Ejemplos:
  arrest-workbench train                                           el conjunto ml-ready más reciente
  arrest-workbench train --learner gradient-boosting --learner random-forest
  arrest-workbench train --date 2018-01-01 --set train.folds=5
  arrest-workbench train --tune 40                                 mejores parámetros para gradient-boosting
  arrest-workbench train --tune 40 --learner random-forest

Una búsqueda se puede detener (Ctrl-C): la misma orden continúa desde los ensayos
terminados, y también una con más ensayos.`,
  },
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
  'cli.serve.examples': {
    en: `Examples:
  arrest-workbench serve                       on http://127.0.0.1:8800, docs on /docs
  arrest-workbench serve --port 0              on any free port, which is printed`,
    es: `Ejemplos:
  arrest-workbench serve                       en http://127.0.0.1:8800, documentación en /docs
  arrest-workbench serve --port 0              en un puerto libre, que se muestra`,
  },
  'cli.run.source': {
    en: 'demo, socrata, or an export of the portal (CSV, Parquet, JSON; also gzipped)',
    es: 'demo, socrata o una exportación del portal (CSV, Parquet, JSON; también con gzip)',
  },
  'cli.run.portal': { en: 'base URL of another Socrata portal', es: 'URL de otro portal Socrata' },
  'cli.run.stations': {
    en: 'police stations of the portal as CSV, instead of those that ship',
    es: 'comisarías del portal en CSV, en lugar de las incluidas',
  },
  'cli.run.date': {
    en: 'run date, exclusive end of the window (default: the day after the newest incident; portal: 7 days ago)',
    es: 'fecha de ejecución, fin exclusivo de la ventana (por defecto: el día después del último incidente; portal: hace 7 días)',
  },
  'cli.run.recipe': {
    en: 'a recipe by name (classic, recommended) or as a JSON file',
    es: 'una receta por nombre (classic, recommended) o como archivo JSON',
  },
  'cli.run.set': {
    en: 'set one parameter of the recipe; may be repeated',
    es: 'fija un parámetro de la receta; puede repetirse',
  },
  'cli.run.from_stage': {
    en: 'run again from this stage on, also what is unchanged',
    es: 'ejecuta de nuevo desde esta etapa, también lo que no ha cambiado',
  },
  'cli.run.to_stage': {
    en: 'stop after this stage; "features" is the whole ETL',
    es: 'se detiene tras esta etapa; «features» es todo el ETL',
  },
  'cli.run.format': {
    en: 'publish every table as csv too',
    es: 'publica cada tabla también como csv',
  },
  'cli.run.retry_wait': {
    en: 'seconds to wait before the one retry of a stage whose failure may pass',
    es: 'segundos de espera antes del único reintento de una etapa cuyo fallo puede ser pasajero',
  },
  'cli.run.allow_schema_change': {
    en: 'promote even if the features differ from the champion’s',
    es: 'promueve aunque las características difieran de las del campeón',
  },
  'cli.run.help_params': {
    en: 'print the parameters of the recipe with their defaults',
    es: 'muestra los parámetros de la receta con sus valores por defecto',
  },
  'cli.train': {
    en: 'train learners on an ml-ready set that is stored already',
    es: 'entrena algoritmos con un conjunto ml-ready ya guardado',
  },
  'cli.train.learner': {
    en: 'a learner to train; may be repeated (default: those of the recipe)',
    es: 'un algoritmo que entrenar; puede repetirse (por defecto: los de la receta)',
  },
  'cli.train.date': {
    en: 'run date of the ml-ready set (default: the newest)',
    es: 'fecha del conjunto ml-ready (por defecto: el más reciente)',
  },
  'cli.runs': { en: 'list the tracked runs, the newest first', es: 'lista las ejecuciones, la más reciente primero' },
  'cli.runs.show': {
    en: 'one run: parameters, metrics, artifacts and the runs below it',
    es: 'una ejecución: parámetros, métricas, artefactos y las ejecuciones que contiene',
  },
  'cli.runs.limit': { en: 'how many runs at most', es: 'cuántas ejecuciones como máximo' },
  'cli.runs.none': {
    en: 'No runs yet. `arrest-workbench demo` makes the first.',
    es: 'Aún no hay ejecuciones. `arrest-workbench demo` hace la primera.',
  },
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
  'cli.serve': { en: 'serve the champion over HTTP', es: 'sirve el campeón por HTTP' },
  'cli.serve.port': { en: 'port to listen on (0: any free one)', es: 'puerto en el que escuchar (0: uno libre)' },
  'cli.serve.host': {
    en: 'address to listen on; beyond this machine it needs ARREST_WORKBENCH_API_KEY',
    es: 'dirección en la que escuchar; fuera de este equipo requiere ARREST_WORKBENCH_API_KEY',
  },
  'cli.serve.listening': {
    en: 'Serving {model} version {version} on {address} (Ctrl-C ends, docs on {address}/docs)',
    es: 'Sirviendo {model} versión {version} en {address} (Ctrl-C termina, documentación en {address}/docs)',
  },
  'cli.serve.empty': {
    en: 'Serving on {address}, but there is no champion yet: requests are answered with 503 until a run makes one.',
    es: 'Sirviendo en {address}, pero aún no hay campeón: se responde 503 hasta que una ejecución cree uno.',
  },
  'cli.serve.try': { en: 'Try it:', es: 'Pruébelo:' },
  'cli.serve.ended': { en: 'The endpoint is closed.', es: 'El servicio se ha cerrado.' },
  'cli.predict': {
    en: 'score a file of incidents with the champion',
    es: 'puntúa un archivo de incidentes con el campeón',
  },
  'cli.predict.file': {
    en: 'incidents as the portal exports them (CSV, Parquet, JSON), or the champion’s features by name',
    es: 'incidentes tal como los exporta el portal (CSV, Parquet, JSON), o las características del campeón por nombre',
  },
  'cli.predict.output': {
    en: 'scored CSV or Parquet to write (default: CSV on standard output)',
    es: 'CSV o Parquet puntuado que escribir (por defecto: CSV en la salida estándar)',
  },
  'cli.predict.output_kind': {
    en: '"{path}" is no file that can be written here: its name ends in .csv, .csv.gz or .parquet.',
    es: '«{path}» no es un archivo que se pueda escribir aquí: su nombre termina en .csv, .csv.gz o .parquet.',
  },
  'cli.predict.json_needs_output': {
    en: 'With --json the summary goes to standard output, so the scored rows need a file: add --output scored.csv.',
    es: 'Con --json el resumen va a la salida estándar, así que las filas puntuadas necesitan un archivo: añada --output puntuado.csv.',
  },
  'cli.predict.same_file': {
    en: '{file} is the file to be scored; it would be overwritten. Name another --output.',
    es: '{file} es el archivo que se puntúa; se sobrescribiría. Indique otra --output.',
  },
  'cli.predict.bar': { en: 'Predict', es: 'Predecir' },
  'cli.predict.done': {
    en: '{scored} of {rows} rows scored by {model} version {version}: {arrests} arrests predicted, mean probability {mean}.',
    es: '{scored} de {rows} filas puntuadas por {model} versión {version}: {arrests} arrestos previstos, probabilidad media {mean}.',
  },
  'cli.predict.unscored': {
    en: '{rows} [row has|rows have] no probability: {reason}.',
    es: '{rows} [fila no tiene|filas no tienen] probabilidad: {reason}.',
  },
  'cli.predict.written': { en: 'Written to {file}', es: 'Escrito en {file}' },
  'cli.predict.examples': {
    en: `Examples:
  arrest-workbench predict march_2018.csv --output scored.csv     a file with two more columns
  arrest-workbench predict march_2018.csv.gz > scored.csv         to standard output
  arrest-workbench predict features.parquet --output s.parquet    the champion's features by name`,
    es: `Ejemplos:
  arrest-workbench predict marzo_2018.csv --output puntuado.csv   un archivo con dos columnas más
  arrest-workbench predict marzo_2018.csv.gz > puntuado.csv       a la salida estándar
  arrest-workbench predict variables.parquet --output p.parquet   las variables del campeón por nombre`,
  },
  'cli.doctor': {
    en: 'check what is installed, reachable and writable, and how to mend it',
    es: 'comprueba lo instalado, accesible y escribible, y cómo arreglarlo',
  },
  'cli.generated': {
    en: 'Generated data: these figures say nothing about Chicago.',
    es: 'Datos generados: estas cifras no dicen nada de Chicago.',
  },
  'cli.run_started': { en: 'Run {run}: {what}', es: 'Ejecución {run}: {what}' },
  'cli.etl_done': {
    en: 'The ml-ready sets are in {location}: {train} and {test}.',
    es: 'Los conjuntos ml-ready están en {location}: {train} y {test}.',
  },
  'cli.published': { en: 'Published to {location}.', es: 'Publicado en {location}.' },
  'cli.runs.params': { en: 'Parameters', es: 'Parámetros' },
  'cli.runs.metrics': { en: 'Metrics', es: 'Métricas' },
  'cli.runs.artifacts': { en: 'Artifacts', es: 'Artefactos' },
  'cli.runs.children': { en: 'Runs within it', es: 'Ejecuciones que contiene' },
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
  'cli.predict.explain': {
    en: 'add a column effect_<field> for each field: by how much it moves the probability',
    es: 'añade una columna effect_<campo> por campo: cuánto mueve la probabilidad',
  },
} as const
