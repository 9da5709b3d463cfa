/** What the user reads from the commands `demo`, `run` and `train`. */
export const run = {
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
  'cli.generated': {
    en: 'Generated data: these figures say nothing about Chicago.',
    es: 'Datos generados: estas cifras no dicen nada de Chicago.',
  },
  'cli.etl_done': {
    en: 'The ml-ready sets are in {location}: {train} and {test}.',
    es: 'Los conjuntos ml-ready están en {location}: {train} y {test}.',
  },
} as const
