/** What the user reads of training. */
export const training = {
  'train.fold': { en: 'fold {fold} of {folds}: {learner}', es: 'partición {fold} de {folds}: {learner}' },
  'training.no_set': {
    en: 'There is no ml-ready set ({date}) in {location}. `arrest-workbench run` makes one.',
    es: 'No hay ningún conjunto ml-ready ({date}) en {location}. `arrest-workbench run` crea uno.',
  },
  'training.set_expired': {
    en: 'The tables behind the ml-ready set of {date} are no longer stored (stage {stage}); they are kept for 60 days. Run the pipeline for that date again.',
    es: 'Las tablas del conjunto ml-ready de {date} ya no están guardadas (etapa {stage}); se conservan 60 días. Ejecute de nuevo la canalización para esa fecha.',
  },
  'training.other_stage': {
    en: '{setting} would change the ml-ready set itself; `train` sets train.* and promote.* only. Use `run --set` instead.',
    es: '{setting} cambiaría el propio conjunto ml-ready; `train` solo fija train.* y promote.*. Use `run --set`.',
  },
} as const
