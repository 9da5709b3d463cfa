/** What the command line adds to an error or a verdict: the command that helps. By the code that it belongs to. */
export const cliHints = {
  'hint.model_not_found': { en: 'See: models', es: 'Véase: models' },
  'hint.model_version_not_found': { en: 'See: models', es: 'Véase: models' },
  'hint.promotion_changes_features': {
    en: 'See: models promote --allow-schema-change',
    es: 'Véase: models promote --allow-schema-change',
  },
  'hint.nothing_to_roll_back': { en: 'See: models promote', es: 'Véase: models promote' },
  'hint.alias_reserved': {
    en: 'See: models promote, models rollback',
    es: 'Véase: models promote, models rollback',
  },
  'hint.model_folder_damaged': { en: 'See: models rollback, run', es: 'Véase: models rollback, run' },
  'hint.verdict_not_better': { en: 'See: models promote', es: 'Véase: models promote' },
  'hint.verdict_other_features': {
    en: 'See: models promote --allow-schema-change',
    es: 'Véase: models promote --allow-schema-change',
  },
  'hint.verdict_no_unseen_rows': { en: 'See: models promote', es: 'Véase: models promote' },
  'hint.recipe.not_json': { en: 'See: run --help-params', es: 'Véase: run --help-params' },
  'hint.recipe.invalid': { en: 'See: run --help-params', es: 'Véase: run --help-params' },
  'hint.serving.no_champion': { en: 'See: demo, run, models promote', es: 'Véase: demo, run, models promote' },
  'hint.serving.port_in_use': { en: 'See: serve --port', es: 'Véase: serve --port' },
  'hint.serving.port_denied': { en: 'See: serve --port', es: 'Véase: serve --port' },
  'hint.run_not_found': { en: 'See: runs', es: 'Véase: runs' },
  'hint.learners.not_a_model_file': { en: 'See: train', es: 'Véase: train' },
  'hint.learners.model_file_version': { en: 'See: train', es: 'Véase: train' },
  'hint.learners.damaged_model_file': { en: 'See: train', es: 'Véase: train' },
} as const
