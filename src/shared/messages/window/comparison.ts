/** What the user reads of comparisons in the window. */
export const comparison = {
  'comparison.title': { en: 'Compare recipes and learners', es: 'Comparar recetas y algoritmos' },
  'comparison.description': {
    en: 'All of them on the same training and test rows, in one table, with intervals and a paired test.',
    es: 'Todos con las mismas filas de entrenamiento y de prueba, en una tabla, con intervalos y una prueba pareada.',
  },
  'comparison.new': { en: 'New comparison', es: 'Nueva comparación' },
  'comparison.data': { en: 'Incidents', es: 'Incidentes' },
  'comparison.data.last': { en: 'Those of the last run ({data})', es: 'Los de la última ejecución ({data})' },
  'comparison.recipes': { en: 'Recipes', es: 'Recetas' },
  'comparison.recipes.none': { en: 'Choose at least one.', es: 'Elija al menos una.' },
  'comparison.learners': { en: 'Learners', es: 'Algoritmos' },
  'comparison.learners.own': { en: 'each recipe’s own', es: 'los de cada receta' },
  'comparison.splits': { en: 'Splits', es: 'Divisiones' },
  'comparison.splits.what': {
    en: 'More than one gives mean ± standard deviation',
    es: 'Con más de una se da media ± desviación estándar',
  },
  'comparison.without': { en: 'Once more without', es: 'Otra vez sin' },
  'comparison.without.what': {
    en: 'Primary types, for example NARCOTICS',
    es: 'Tipos primarios, por ejemplo NARCOTICS',
  },
  'comparison.over_time': { en: 'Test on the newest incidents', es: 'Probar con los incidentes más nuevos' },
  'comparison.over_time.what': {
    en: 'As the model will be used: trained on the past, asked about what comes',
    es: 'Como se usará el modelo: entrenado con el pasado, consultado sobre lo que viene',
  },
  'comparison.what': {
    en: 'Each recipe’s stages run or are found stored, then every learner is cross-validated, fitted and scored once. Nothing is published or registered.',
    es: 'Las etapas de cada receta se ejecutan o se reutilizan; después cada algoritmo se valida, se ajusta y se puntúa una vez. No se publica ni registra nada.',
  },
  'comparison.start': { en: 'Compare', es: 'Comparar' },
  'comparison.going': { en: 'Comparing', es: 'Comparando' },
  'comparison.unfinished': { en: 'This comparison did not end', es: 'Esta comparación no terminó' },
  'comparison.earlier': { en: 'Comparisons', es: 'Comparaciones' },
  'comparison.run': { en: 'its run', es: 'su ejecución' },
  'comparison.contestant': { en: 'Recipe and learner', es: 'Receta y algoritmo' },
  'comparison.difference': { en: 'Δ average precision', es: 'Δ precisión media' },
  'comparison.baseline': { en: 'baseline', es: 'referencia' },
} as const
