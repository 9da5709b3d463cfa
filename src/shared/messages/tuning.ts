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
} as const
