/** What the user reads of models that come from elsewhere. */
export const importModel = {
  'cli.models.import': {
    en: 'register a model that XGBoost trained on the champion’s inputs and saved as JSON',
    es: 'registra un modelo que XGBoost entrenó con las entradas de la campeona y guardó como JSON',
  },
  'cli.models.import.file': {
    en: 'file written by booster.save_model("model.json")',
    es: 'archivo escrito por booster.save_model("model.json")',
  },
  'cli.models.imported': {
    en: 'Imported as version {version} of {model}: not calibrated, not measured and not promoted. Promote it with `models promote {version}`.',
    es: 'Importado como versión {version} de {model}: sin calibrar, sin medir y sin promover. Promuévalo con `models promote {version}`.',
  },
  'import.reason': { en: 'imported from {file}', es: 'importado de {file}' },
  'import.description': {
    en: 'Trained elsewhere with XGBoost ({file}); not calibrated and not measured here.',
    es: 'Entrenado fuera con XGBoost ({file}); sin calibrar ni medir aquí.',
  },
  'import.unreadable': {
    en: 'The file {file} cannot be read: {reason}. Check its name and permissions.',
    es: 'No se puede leer el archivo {file}: {reason}. Revise su nombre y sus permisos.',
  },
  'import.too_large': {
    en: 'The file {file} is larger than {megabytes} MB, the most that is read. Train fewer or smaller trees.',
    es: 'El archivo {file} supera los {megabytes} MB, lo máximo que se lee. Entrene menos árboles o más pequeños.',
  },
  'import.other_features': {
    en: 'The model takes other inputs than the champion (missing: {missing}; new: {added}). Train it on the ml-ready set with the columns’ own names, for example DMatrix(x, feature_names=list(x.columns)).',
    es: 'El modelo usa otras entradas que la campeona (faltan: {missing}; nuevas: {added}). Entrénelo con el conjunto ml-ready y los nombres de sus columnas, por ejemplo DMatrix(x, feature_names=list(x.columns)).',
  },
} as const
