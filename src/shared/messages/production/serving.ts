/** What the user reads from the room `serving`: errors of starting it, and the texts of its HTTP errors. */
export const serving = {
  'serving.port_in_use': {
    en: 'Port {port} on {host} is in use: another program listens there. Stop it, or choose another port.',
    es: 'El puerto {port} de {host} está en uso: otro programa escucha ahí. Deténgalo o elija otro puerto.',
  },
  'serving.port_denied': {
    en: 'Port {port} on {host} may not be opened by this user. Choose a port from 1024 on.',
    es: 'Este usuario no puede abrir el puerto {port} de {host}. Elija un puerto desde el 1024.',
  },
  'serving.address_unavailable': {
    en: 'This machine has no address {host} to serve on. Give one of its own addresses, or 127.0.0.1 for this machine only.',
    es: 'Esta máquina no tiene la dirección {host} para servir. Indique una de sus direcciones, o 127.0.0.1 para esta máquina solamente.',
  },
  'serving.key_needed': {
    en: 'Serving on {host} would let other machines ask for predictions, so it needs an API key. Make one with `keys add NAME`, set ARREST_WORKBENCH_API_KEY, or serve on 127.0.0.1.',
    es: 'Servir en {host} permitiría que otras máquinas pidan predicciones, por lo que hace falta una clave de API. Cree una con `keys add NOMBRE`, defina ARREST_WORKBENCH_API_KEY o sirva en 127.0.0.1.',
  },
  'serving.index': {
    en: 'Probability that a reported incident ends in an arrest. Start at /docs.',
    es: 'Probabilidad de que un incidente denunciado acabe en arresto. Empiece en /docs.',
  },
  'serving.no_model': {
    en: 'No model is loaded: there is no champion yet. Train and promote one, then try again.',
    es: 'No hay ningún modelo cargado: todavía no hay campeón. Entrene y promueva uno y vuelva a intentarlo.',
  },
  'serving.reload_failed': {
    en: 'The new champion could not be loaded ({reason}). Version {version} keeps answering.',
    es: 'No se ha podido cargar el nuevo campeón ({reason}). La versión {version} sigue respondiendo.',
  },
  'serving.load_failed': {
    en: 'The champion could not be loaded ({reason}). There is no older one to answer.',
    es: 'No se ha podido cargar el campeón ({reason}). No hay uno anterior que responda.',
  },
  'serving.reason_in_log': { en: 'the reason is in the log', es: 'el motivo está en el registro' },
  'serving.not_found': { en: 'Not Found', es: 'No encontrado' },
  'serving.method_not_allowed': { en: 'Method Not Allowed', es: 'Método no permitido' },
  'serving.internal': { en: 'Internal Server Error', es: 'Error interno del servidor' },
  'serving.bad_request': { en: 'Bad Request', es: 'Solicitud incorrecta' },
  'serving.timeout': {
    en: 'The request did not arrive in time.',
    es: 'La solicitud no llegó a tiempo.',
  },
  'serving.headers_too_large': { en: 'The request headers are too large.', es: 'Las cabeceras son demasiado grandes.' },
  'serving.body_too_large': {
    en: 'The body is larger than the {bytes} bytes that this path takes. Send fewer instances at once.',
    es: 'El cuerpo supera los {bytes} bytes que admite esta ruta. Envíe menos instancias a la vez.',
  },
  'serving.not_json': {
    en: 'The body must be JSON: send it with the header Content-Type: application/json.',
    es: 'El cuerpo debe ser JSON: envíelo con la cabecera Content-Type: application/json.',
  },
  'serving.encoded_body': {
    en: 'Compressed bodies are not taken: send the JSON without Content-Encoding.',
    es: 'No se admiten cuerpos comprimidos: envíe el JSON sin Content-Encoding.',
  },
  'serving.foreign_host': {
    en: 'The Host header names another host. Ask this server by its own address.',
    es: 'La cabecera Host nombra otro servidor. Use la dirección propia de este servidor.',
  },
  'serving.foreign_origin': {
    en: 'Pages of other origins may not use this endpoint.',
    es: 'Las páginas de otros orígenes no pueden usar este servicio.',
  },
  'serving.no_host': { en: 'The Host header is missing.', es: 'Falta la cabecera Host.' },
  'serving.key_wrong': {
    en: 'A valid API key is needed: send Authorization: Bearer KEY, or X-API-Key: KEY.',
    es: 'Hace falta una clave de API válida: envíe Authorization: Bearer CLAVE, o X-API-Key: CLAVE.',
  },
  'serving.json_invalid': { en: 'The body is not valid JSON', es: 'El cuerpo no es JSON válido' },
  'serving.missing': { en: 'Field required', es: 'Campo obligatorio' },
  'serving.body_missing': {
    en: "Body required: the model's features by name, or an incident",
    es: 'Cuerpo obligatorio: las variables del modelo por nombre, o un incidente',
  },
  'serving.shape_missing': {
    en: "Send either the model's features ({features}) or an incident ({incident})",
    es: 'Envíe las variables del modelo ({features}) o un incidente ({incident})',
  },
  'serving.mixed': {
    en: "Send either the model's features or an incident, not both in one",
    es: 'Envíe las variables del modelo o un incidente, no ambos en uno',
  },
  'serving.coordinate_missing': {
    en: 'Field required: x_coordinate with y_coordinate, or latitude with longitude',
    es: 'Campo obligatorio: x_coordinate con y_coordinate, o latitude con longitude',
  },
  'serving.extra_forbidden': { en: 'Unknown field', es: 'Campo desconocido' },
  'serving.null_forbidden': {
    en: 'Null is not a value that the model knows here',
    es: 'El modelo no admite un valor nulo aquí',
  },
  'serving.dict_type': { en: 'Must be a JSON object', es: 'Debe ser un objeto JSON' },
  'serving.list_type': { en: 'Must be a list', es: 'Debe ser una lista' },
  'serving.too_long': { en: 'At most {limit} instances', es: 'Como máximo {limit} instancias' },
  'serving.string_type': {
    en: 'Must be text; codes keep their leading zeros: "0820"',
    es: 'Debe ser texto; los códigos conservan sus ceros: "0820"',
  },
  'serving.string_too_short': { en: 'Must not be empty', es: 'No puede estar vacío' },
  'serving.string_too_long': { en: 'Longer than 200 characters', es: 'Más de 200 caracteres' },
  'serving.string_or_int': {
    en: 'Must be a whole number, or text of 1 to 64 characters',
    es: 'Debe ser un número entero o un texto de 1 a 64 caracteres',
  },
  'serving.float_type': { en: 'Must be a number', es: 'Debe ser un número' },
  'serving.float_parsing': { en: 'Must be a number', es: 'Debe ser un número' },
  'serving.finite_number': { en: 'Must be a finite number', es: 'Debe ser un número finito' },
  'serving.number_range': {
    en: 'Must lie between -1e9 and 1e9',
    es: 'Debe estar entre -1e9 y 1e9',
  },
  'serving.int_parsing': { en: 'Must be a whole number', es: 'Debe ser un número entero' },
  'serving.bool_parsing': { en: 'Must be true or false', es: 'Debe ser true o false' },
  'serving.datetime_parsing': {
    en: 'Must be a local time without a zone: 2018-01-15T14:30:00',
    es: 'Debe ser una hora local sin zona: 2018-01-15T14:30:00',
  },
  'serving.latitude_range': {
    en: 'Outside Illinois (36 to 43). Are latitude and longitude swapped?',
    es: 'Fuera de Illinois (36 a 43). ¿Están intercambiadas latitud y longitud?',
  },
  'serving.longitude_range': {
    en: 'Outside Illinois (-92 to -86). Are latitude and longitude swapped?',
    es: 'Fuera de Illinois (-92 a -86). ¿Están intercambiadas latitud y longitud?',
  },
  'serving.value_error': { en: 'Not a value that this field takes', es: 'Valor no admitido en este campo' },
  'serving.file_columns': {
    en: '{path} holds neither incidents that {model} can score (missing: {columns}) nor its features by name ({features}). Export the dataset Crimes (ijzp-q8t2) with all its columns.',
    es: '{path} no contiene ni incidentes que {model} pueda puntuar (faltan: {columns}) ni sus variables por nombre ({features}). Exporte el conjunto Crimes (ijzp-q8t2) con todas sus columnas.',
  },
  'serving.no_champion': {
    en: '{model} has no champion yet, so nothing can be scored. Run the pipeline once, or promote a version.',
    es: '{model} aún no tiene campeón, así que no se puede puntuar nada. Ejecute el proceso una vez o promueva una versión.',
  },
  'serving.too_many_requests': {
    en: 'More than {limit} requests a second. Try again in {seconds} s.',
    es: 'Más de {limit} solicitudes por segundo. Vuelva a intentarlo en {seconds} s.',
  },
  'serving.no_log': {
    en: 'Predictions are not kept here, so nothing is known of them.',
    es: 'Aquí no se guardan las predicciones, así que no se sabe nada de ellas.',
  },
  'serving.feedback_not_kept': {
    en: 'The feedback could not be written. The reason is in the log; try again later.',
    es: 'No se han podido guardar los resultados. El motivo está en el registro; inténtelo más tarde.',
  },
  'serving.outcome_of_one': {
    en: 'Name either the prediction (prediction_id) or the incident (id)',
    es: 'Indique la predicción (prediction_id) o el incidente (id), uno de los dos',
  },
  'serving.key_name_taken': {
    en: 'There is a key {name} already. Choose another name, or revoke it with `keys revoke {name}`.',
    es: 'Ya hay una clave {name}. Elija otro nombre o revóquela con `keys revoke {name}`.',
  },
  'serving.key_unknown': {
    en: 'There is no key {name}. `keys` lists those there are.',
    es: 'No hay ninguna clave {name}. `keys` enumera las que hay.',
  },
} as const
