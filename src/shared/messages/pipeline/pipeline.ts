/** What the user reads from the room `pipeline`. */
export const pipeline = {
  'pipeline.empty_window': {
    en: 'No incident lies in the window from {from} up to and without {date}: the data covers {first} to {last}. Choose a run date in that range, or raise merge.days.',
    es: 'Ningún incidente cae en la ventana del {from} al {date} (excluido): los datos abarcan del {first} al {last}. Elija una fecha de ejecución de ese intervalo o aumente merge.days.',
  },
  'pipeline.no_incidents': {
    en: 'The source delivered no incident with an id, a date and the field arrest, so there is nothing to learn from. Check that the file or the portal holds the dataset ijzp-q8t2.',
    es: 'La fuente no entregó ningún incidente con id, fecha y el campo arrest, así que no hay de qué aprender. Compruebe que el archivo o el portal contiene el conjunto ijzp-q8t2.',
  },
  'pipeline.no_stations': {
    en: 'There is no police station to measure distances to. Give a stations file with at least one numbered district.',
    es: 'No hay ninguna comisaría a la que medir distancias. Indique un archivo de comisarías con al menos un distrito numerado.',
  },
  'pipeline.nothing_enriched': {
    en: 'All {rows} incidents left, since they lack coordinates, iucr, district or beat. Check that the source has those columns filled.',
    es: 'Salieron los {rows} incidentes, pues carecen de coordenadas, iucr, district o beat. Compruebe que la fuente trae esas columnas con datos.',
  },
  'pipeline.one_class_only': {
    en: 'All {rows} incidents have arrest = {value}, and telling arrests from non-arrests takes both. Choose a longer window or another source.',
    es: 'Los {rows} incidentes tienen arrest = {value}, y para distinguir arrestos de no arrestos hacen falta ambos. Elija una ventana más larga u otra fuente.',
  },
  'pipeline.too_few_to_split': {
    en: 'Only {rows} incidents have arrest = {value}: too few to have one in the training and one in the test set with split.test_share = {share}. Choose a longer window or another share.',
    es: 'Solo {rows} incidentes tienen arrest = {value}: no bastan para que haya uno en entrenamiento y otro en prueba con split.test_share = {share}. Elija una ventana más larga u otra proporción.',
  },
  'pipeline.all_outliers': {
    en: 'No training row with arrest = {value} lies within the bounds of the distance, {lower} to {upper} feet. Raise outliers.k, or set outliers.method=none.',
    es: 'Ninguna fila de entrenamiento con arrest = {value} está dentro de los límites de distancia, de {lower} a {upper} pies. Aumente outliers.k o use outliers.method=none.',
  },
  'pipeline.too_few_to_oversample': {
    en: 'Cannot balance the training rows: the smaller class has {rows} rows, and SMOTE with {neighbours} neighbours needs at least {needed}. Use a longer window, set balance.neighbours lower, or set balance.method to none.',
    es: 'No se pueden equilibrar las filas de entrenamiento: la clase menor tiene {rows} filas y SMOTE con {neighbours} vecinos necesita al menos {needed}. Use una ventana más larga, reduzca balance.neighbours o ponga balance.method en none.',
  },
  'pipeline.unknown_feature': {
    en: 'features.drop names "{name}", and there is no such feature. The features are: {known}.',
    es: 'features.drop nombra "{name}", y no existe esa característica. Las características son: {known}.',
  },
  'pipeline.no_feature_selected': {
    en: 'No feature is selected: the highest mutual information with arrest is {highest} ({feature}), not above features.threshold = {threshold}. Lower features.threshold.',
    es: 'No se selecciona ninguna característica: la mayor información mutua con arrest es {highest} ({feature}), que no supera features.threshold = {threshold}. Reduzca features.threshold.',
  },
  'pipeline.no_feature_left': {
    en: 'features.drop removes every feature. Leave at least one.',
    es: 'features.drop elimina todas las características. Deje al menos una.',
  },
  'pipeline.incident_lacks': {
    en: 'The incident has no {field}, and the model needs it. Give {field}; latitude and longitude do in place of coordinates in feet.',
    es: 'El incidente no tiene {field}, y el modelo lo necesita. Indique {field}; en lugar de coordenadas en pies valen latitude y longitude.',
  },
  'pipeline.incident_date': {
    en: 'The incident\'s date "{value}" is no local time. Write it without a zone, like 2018-01-15T14:30:00.',
    es: 'La fecha del incidente "{value}" no es una hora local. Escríbala sin zona, como 2018-01-15T14:30:00.',
  },
} as const
