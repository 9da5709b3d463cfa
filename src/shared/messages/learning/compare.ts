/** What the user reads of comparisons. */
export const compare = {
  'cli.compare.bar': { en: 'Compare', es: 'Comparar' },
  'cli.compare': {
    en: 'recipes × learners on the same test rows, with intervals and a paired test',
    es: 'recetas × algoritmos sobre las mismas filas de prueba, con intervalos y una prueba pareada',
  },
  'cli.compare.recipe': {
    en: 'a recipe, by name or file; once for each (default: classic and recommended)',
    es: 'una receta, por nombre o archivo; una vez por cada una (por defecto: classic y recommended)',
  },
  'cli.compare.learner': {
    en: 'a learner for every recipe; once for each (default: each recipe’s own)',
    es: 'un algoritmo para todas las recetas; una vez por cada uno (por defecto: los de cada receta)',
  },
  'cli.compare.seeds': {
    en: 'seeds of the split: 42, 1..5 or 1,7,9; more than one gives mean ± standard deviation',
    es: 'semillas de la división: 42, 1..5 o 1,7,9; con más de una se da media ± desviación estándar',
  },
  'cli.compare.without': {
    en: 'score once more without this primary type, for example NARCOTICS; once for each',
    es: 'puntúa otra vez sin este tipo primario, por ejemplo NARCOTICS; una vez por cada uno',
  },
  'cli.compare.baseline': {
    en: 'recipe/learner that the others are compared to (default: the first)',
    es: 'receta/algoritmo con el que se comparan los demás (por defecto: el primero)',
  },
  'cli.compare.resamples': {
    en: 'bootstrap resamples of the test rows',
    es: 'remuestreos bootstrap de las filas de prueba',
  },
  'cli.compare.set': {
    en: 'set a parameter of every recipe, for example split.strategy=time',
    es: 'fija un parámetro de todas las recetas, por ejemplo split.strategy=time',
  },
  'cli.not_seeds': {
    en: '"{value}" is no list of seeds: write 42, 1..5 or 1,7,9.',
    es: '«{value}» no es una lista de semillas: escriba 42, 1..5 o 1,7,9.',
  },
  'compare.title': {
    en: '{label}, run date {date}: {rows} test rows, {arrests} arrests',
    es: '{label}, fecha de ejecución {date}: {rows} filas de prueba, {arrests} arrestos',
  },
  'compare.without': { en: 'without {types}', es: 'sin {types}' },
  'compare.intervals': {
    en: '95% intervals of {resamples} bootstrap resamples; p of the paired difference in average precision from {baseline}. Chance makes a calibration error look larger than it is, so its interval may lie below it.',
    es: 'intervalos del 95 % con {resamples} remuestreos bootstrap; p de la diferencia pareada de precisión media con {baseline}. El azar hace parecer mayor el error de calibración, así que su intervalo puede quedar por debajo.',
  },
  'compare.seeds': {
    en: 'Mean ± standard deviation over {seeds} split seeds; the last column is the difference in average precision from {baseline}.',
    es: 'Media ± desviación estándar con {seeds} semillas de división; la última columna es la diferencia de precisión media con {baseline}.',
  },
  'compare.no_baseline': {
    en: '{baseline} is not part of the comparison, so nothing can be compared to it. Name one of {known}.',
    es: '{baseline} no forma parte de la comparación, así que nada se puede comparar con él. Indique uno de {known}.',
  },
  'compare.twice': {
    en: '{name} takes part twice. Give each recipe another `name`, and each learner once.',
    es: '{name} participa dos veces. Dé a cada receta otro `name` y cada algoritmo una sola vez.',
  },
  'compare.other_rows': {
    en: 'The recipes hold out different test rows, so their scores cannot be compared. Give them the same merge and split parameters; --set applies to all of them.',
    es: 'Las recetas reservan filas de prueba distintas, así que sus puntuaciones no se pueden comparar. Deles los mismos parámetros de merge y split; --set se aplica a todas.',
  },
  'compare.no_such_type': {
    en: 'No test row has the primary type {type}. The types are {known}.',
    es: 'Ninguna fila de prueba tiene el tipo primario {type}. Los tipos son {known}.',
  },
} as const
