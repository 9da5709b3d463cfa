/** What the user reads of tuning. */
export const tuning = {
  'cli.train.tune': {
    en: 'search for better parameters first: so many trials, 40 say; the best is then trained',
    es: 'busca antes mejores parámetros: tantos ensayos, por ejemplo 40; luego se entrena con los mejores',
  },
  'cli.tune.learner': {
    en: 'The learner "{learner}" cannot be tuned. Name one of {learners}, or none for gradient-boosting.',
    es: 'El algoritmo «{learner}» no se puede ajustar. Indique uno de {learners}, o ninguno para gradient-boosting.',
  },
  'cli.tune.one_learner': {
    en: '--tune searches the parameters of one learner at a time. Give --learner once.',
    es: '--tune busca los parámetros de un algoritmo a la vez. Indique --learner una sola vez.',
  },
  'cli.tune.trial': {
    en: 'trial {done} of {trials}: {outcome} (best {best})',
    es: 'ensayo {done} de {trials}: {outcome} (mejor {best})',
  },
  'cli.tune.best': { en: 'best {best}', es: 'mejor {best}' },
  'cli.tune.failed': { en: 'failed', es: 'fallido' },
  'cli.tune.title': {
    en: '{trials} trials of {learner}, {pruned} given up early. Average precision on the folds: {best} (trial {number}); with the recipe’s own parameters {first}.',
    es: '{trials} ensayos de {learner}, {pruned} abandonados. Precisión media en las particiones: {best} (ensayo {number}); con los parámetros de la receta {first}.',
  },
  'table.trial': { en: 'trial', es: 'ensayo' },
  'step.tune': { en: 'Tune', es: 'Ajustar' },
  'step.tune.done': {
    en: '{trials} trials, {pruned} pruned; average precision {first} → {best} on the folds',
    es: '{trials} ensayos, {pruned} podados; precisión media {first} → {best} en las particiones',
  },
  'unit.trials': { en: 'trials', es: 'ensayos' },
  'pipeline_view.progress.trials': { en: 'trial {done} of {total}', es: 'ensayo {done} de {total}' },
  'tuning.pruned.trees': {
    en: 'average precision {score} after half of the trees; at least {needed} was needed to catch up',
    es: 'precisión media {score} con la mitad de los árboles; hacía falta al menos {needed} para alcanzar al mejor',
  },
  'tuning.pruned.folds': {
    en: '{behind} behind the best after {folds} folds; the other folds can make up for {tolerated}',
    es: '{behind} por detrás del mejor tras {folds} particiones; las demás pueden compensar {tolerated}',
  },
  'tuning.constant_features': {
    en: 'No feature of the training rows varies ({features}), so there is nothing to tune on. Choose other features or a wider date window, and run the pipeline again.',
    es: 'Ninguna variable de las filas de entrenamiento varía ({features}), así que no hay con qué ajustar. Elija otras variables o un periodo más amplio y ejecute de nuevo la canalización.',
  },
  'tuning.all_failed': {
    en: 'All {trials} trials failed; the runs within the tuning say why.',
    es: 'Los {trials} ensayos fallaron; las ejecuciones del ajuste dicen por qué.',
  },
  'tuning.no_tuning': {
    en: '{run} is no search for parameters. Open a run of the kind Tunings.',
    es: '{run} no es una búsqueda de parámetros. Abra una ejecución del tipo Ajustes.',
  },
  'tuning.new': { en: 'Tune…', es: 'Ajustar…' },
  'tuning.new.title': { en: 'Search for better parameters', es: 'Buscar mejores parámetros' },
  'tuning.new.what': {
    en: 'Tries parameters on folds of the newest training rows, each trial learning from those before. The best is then trained, scored once on the test rows, and registered as a challenger.',
    es: 'Prueba parámetros con particiones de las filas de entrenamiento más recientes; cada ensayo aprende de los anteriores. Con los mejores se entrena, se puntúa una vez con las filas de prueba y se registra como aspirante.',
  },
  'tuning.trials': { en: 'Trials', es: 'Ensayos' },
  'tuning.trials.what': {
    en: '40 is a good start. The same search with more trials goes on where it ended.',
    es: '40 es un buen comienzo. La misma búsqueda con más ensayos continúa donde terminó.',
  },
  'tuning.start': { en: 'Start', es: 'Empezar' },
  'tuning.cancel': { en: 'Stop the search', es: 'Detener la búsqueda' },
  'tuning.tab': { en: 'Search', es: 'Búsqueda' },
  'tuning.learner': { en: 'Learner', es: 'Algoritmo' },
  'tuning.best': { en: 'Best average precision', es: 'Mejor precisión media' },
  'tuning.first': { en: 'With the recipe’s parameters', es: 'Con los parámetros de la receta' },
  'tuning.trials.done': { en: 'Trials', es: 'Ensayos' },
  'tuning.trials.count': {
    en: '{done} of {total} ({pruned} given up)',
    es: '{done} de {total} ({pruned} abandonados)',
  },
  'tuning.then': { en: 'The search is done. {step} the best …', es: 'La búsqueda terminó. {step} con los mejores…' },
  'tuning.none': { en: 'No trial has ended yet', es: 'Aún no ha terminado ningún ensayo' },
  'tuning.none.running': {
    en: 'The folds are encoded, scaled and balanced first, once for all trials.',
    es: 'Primero se codifican, escalan y equilibran las particiones, una vez para todos los ensayos.',
  },
  'tuning.none.ended': {
    en: 'The search ended before its first trial did. Start it again.',
    es: 'La búsqueda terminó antes que su primer ensayo. Iníciela de nuevo.',
  },
  'tuning.importance.none': {
    en: 'Importance is told from ten trials on',
    es: 'La importancia se muestra a partir de diez ensayos',
  },
  'tuning.parameter': { en: 'Parameter', es: 'Parámetro' },
  'tuning.slice': { en: 'Average precision by {name}', es: 'Precisión media según {name}' },
  'tuning.trials.title': { en: 'Trials, the best first', es: 'Ensayos, primero los mejores' },
  'tuning.trial': { en: 'Trial', es: 'Ensayo' },
  'tuning.score': { en: 'Average precision', es: 'Precisión media' },
  'tuning.reason': { en: 'Note', es: 'Nota' },
  'tuning.trial.first': { en: 'the recipe’s own parameters', es: 'los parámetros de la receta' },
  'tuning.trial.reused': { en: 'from an earlier run of this search', es: 'de una ejecución anterior de esta búsqueda' },
  'tuning.state.RUNNING': { en: 'running', es: 'en curso' },
  'tuning.state.COMPLETE': { en: 'complete', es: 'completo' },
  'tuning.state.PRUNED': { en: 'given up', es: 'abandonado' },
  'tuning.state.FAILED': { en: 'failed', es: 'fallido' },
  'tuning.state.KILLED': { en: 'cut off', es: 'interrumpido' },
  'tuning.summary.history': {
    en: 'Optimisation history of {trials} trials: the best average precision is {best} (trial {number}), that of the recipe’s own parameters {first}.',
    es: 'Historial de optimización de {trials} ensayos: la mejor precisión media es {best} (ensayo {number}); la de los parámetros de la receta, {first}.',
  },
  'tuning.summary.parallel': {
    en: 'Parallel coordinates of {trials} trials, coloured by average precision; the best, {best}, has {values}.',
    es: 'Coordenadas paralelas de {trials} ensayos, con color según la precisión media; el mejor, {best}, tiene {values}.',
  },
  'tuning.summary.slice': {
    en: 'Average precision of {trials} trials by {name}: the best, {best}, is at {value}.',
    es: 'Precisión media de {trials} ensayos según {name}: la mejor, {best}, está en {value}.',
  },
  'chart.title.tuning_history': { en: 'Optimisation history', es: 'Historial de optimización' },
  'chart.title.tuning_importance': {
    en: 'Importance of the parameters (functional ANOVA)',
    es: 'Importancia de los parámetros (ANOVA funcional)',
  },
  'chart.title.tuning_parallel_coordinates': { en: 'Parallel coordinates', es: 'Coordenadas paralelas' },
  'column.Trial': { en: 'Trial', es: 'Ensayo' },
  'column.Average precision': { en: 'Average precision', es: 'Precisión media' },
  'column.best so far': { en: 'best so far', es: 'mejor hasta entonces' },
  'column.complete': { en: 'complete', es: 'completo' },
  'column.pruned (estimate)': { en: 'given up (estimate)', es: 'abandonado (estimación)' },
  'column.Share of the variance of the score': {
    en: 'Share of the variance of the score',
    es: 'Proporción de la varianza de la puntuación',
  },
} as const
