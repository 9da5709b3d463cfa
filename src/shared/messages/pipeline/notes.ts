/** What to know of a step: sentences computed from its data. */
export const notes = {
  'note.nothing_left': {
    en: 'Every row that came in went on.',
    es: 'Todas las filas que entraron siguieron adelante.',
  },
  'note.few_left': {
    en: '{rows} of {total} rows ({share}%) left here: {reasons}. That few change nothing that is learned.',
    es: 'Aquí salieron {rows} de {total} filas ({share} %): {reasons}. Tan pocas no cambian lo que se aprende.',
  },
  'note.some_left': {
    en: '{rows} of {total} rows ({share}%) left here: {reasons}. Metrics speak of the rest only.',
    es: 'Aquí salieron {rows} de {total} filas ({share} %): {reasons}. Las métricas solo hablan del resto.',
  },
  'note.many_left': {
    en: '{rows} of {total} rows ({share}%) left here: {reasons}. That is a lot: see whether the source is complete before you trust what follows.',
    es: 'Aquí salieron {rows} de {total} filas ({share} %): {reasons}. Son muchas: compruebe que la fuente está completa antes de fiarse de lo que sigue.',
  },
  'note.reason': { en: '{reason} ({rows})', es: '{reason} ({rows})' },
  'note.expired': {
    en: '{objects} tables of older runs were deleted, since they are past their time. Champions and ml-ready sets stay.',
    es: 'Se borraron {objects} tablas de ejecuciones antiguas por haber vencido su plazo. Los campeones y los conjuntos ml-ready se conservan.',
  },
  'note.generated': {
    en: 'These incidents are generated: nothing that comes out says anything about Chicago.',
    es: 'Estos incidentes son generados: nada de lo que resulte dice algo de Chicago.',
  },
  'note.downloaded': {
    en: '{rows} incidents of {months} [month|months] came in from {source}.',
    es: 'Entraron {rows} incidentes de {months} [mes|meses] desde {source}.',
  },
  'note.classes_alike': {
    en: 'Both sets have the same share of arrests ({share}%), so what is measured on one holds for the other.',
    es: 'Ambos conjuntos tienen la misma proporción de arrestos ({share} %), así que lo medido en uno vale para el otro.',
  },
  'note.classes_differ': {
    en: 'Of the training rows {train}% end in an arrest, of the test rows {test}%: the test rows are of another time, as in use.',
    es: 'Terminan en arresto el {train} % de las filas de entrenamiento y el {test} % de las de prueba: las de prueba son de otra época, como en el uso real.',
  },
  'note.outliers': {
    en: 'Training rows farther than {upper} feet from a station left. The test rows stay as the world sends them; {outside} of them lie outside.',
    es: 'Salieron las filas de entrenamiento a más de {upper} pies de una comisaría. Las de prueba quedan como llegan del mundo; {outside} están fuera.',
  },
  'note.unseen': {
    en: '{rows} test [row has|rows have] a value of {column} that no training row has; it counts as frequency 0.',
    es: '{rows} [fila|filas] de prueba [tiene|tienen] un valor de {column} que ninguna de entrenamiento tiene; cuenta como frecuencia 0.',
  },
  'note.unseen_rate': {
    en: '{rows} test [row has|rows have] a value of {column} that no training row has; its arrest rate is taken from all others.',
    es: '{rows} [fila|filas] de prueba [tiene|tienen] un valor de {column} que ninguna de entrenamiento tiene; su tasa de arrestos se toma de todas las demás.',
  },
  'note.all_seen': {
    en: 'Every category of the test rows was seen in training.',
    es: 'Todas las categorías de las filas de prueba aparecieron en el entrenamiento.',
  },
  'note.scaled': {
    en: 'Mean and standard deviation are those of the training rows; the test rows are scaled by the same.',
    es: 'La media y la desviación típica son las de las filas de entrenamiento; las de prueba se escalan con las mismas.',
  },
  'note.balanced': {
    en: 'Arrests rise from {before}% to {after}% of the training rows: {synthetic} of them are made by SMOTE and happened nowhere. Probabilities are set right later, on real rows.',
    es: 'Los arrestos suben del {before} % al {after} % de las filas de entrenamiento: {synthetic} las crea SMOTE y no ocurrieron. Las probabilidades se corrigen después con filas reales.',
  },
  'note.not_balanced': {
    en: 'The classes stay as they are: {before}% of the training rows end in an arrest.',
    es: 'Las clases quedan como están: el {before} % de las filas de entrenamiento termina en arresto.',
  },
  'note.features': {
    en: '{kept} of {all} features tell more than {threshold} nats about an arrest; the most telling is “{best}” ({nats}).',
    es: '{kept} de {all} variables dicen más de {threshold} nats sobre un arresto; la más reveladora es «{best}» ({nats}).',
  },
  'note.smote_values': {
    en: '“{feature}” takes {real} values in real incidents, but {made} after SMOTE. Part of its {nats} nats is of SMOTE’s making, not of the city’s.',
    es: '«{feature}» toma {real} valores en incidentes reales, pero {made} después de SMOTE. Parte de sus {nats} nats la produce SMOTE, no la ciudad.',
  },
  'note.district_changed': {
    en: 'Since the run {run}, district {district} has changed most: from {before}% to {after}% of the incidents.',
    es: 'Desde la ejecución {run}, el distrito {district} es el que más ha cambiado: del {before} % al {after} % de los incidentes.',
  },
  'note.best_learner': {
    en: '{best} is ahead of {second} by {gain} MCC on folds of the training rows; the folds of {best} differ by {spread} among themselves.',
    es: '{best} supera a {second} en {gain} MCC en particiones de las filas de entrenamiento; las particiones de {best} difieren entre sí en {spread}.',
  },
  'note.only_learner': {
    en: '{best} reaches {mcc} MCC on folds of the training rows.',
    es: '{best} alcanza {mcc} MCC en particiones de las filas de entrenamiento.',
  },
  'note.calibrated': {
    en: 'On average the model says {mean}% and {rate}% ended in an arrest, so a probability means what it says.',
    es: 'De media el modelo dice {mean} % y el {rate} % terminó en arresto, así que una probabilidad significa lo que dice.',
  },
  'note.not_calibrated': {
    en: 'On average the model says {mean}% but {rate}% ended in an arrest: read probabilities as a ranking.',
    es: 'De media el modelo dice {mean} % pero el {rate} % terminó en arresto: lea las probabilidades como un orden.',
  },
  'note.held': {
    en: 'On test rows that no learner saw, {learner} has an MCC of {test}; the folds promised {folds}.',
    es: 'En filas de prueba que ningún algoritmo vio, {learner} tiene un MCC de {test}; las particiones prometían {folds}.',
  },
} as const
