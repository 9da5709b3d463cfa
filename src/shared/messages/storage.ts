/** What the user reads from the room `storage`. */
export const storage = {
  'storage.disk_full': {
    en: 'The disk is full: {path} could not be written. Nothing is half-written. Free some space, or choose another disk, then run the same command again.',
    es: 'El disco está lleno: no se pudo escribir {path}. Nada quedó a medias. Libere espacio o elija otro disco y ejecute de nuevo la misma orden.',
  },
  'storage.read_only': {
    en: '{path} could not be written: its disk is read-only. Mount it writable, or choose another folder.',
    es: 'No se pudo escribir {path}: su disco es de solo lectura. Móntelo con escritura o elija otra carpeta.',
  },
  'storage.no_permission': {
    en: '{path} could not be used: you have no permission for it. Give your user read and write access, or choose another folder.',
    es: 'No se pudo usar {path}: no tiene permiso. Dé a su usuario acceso de lectura y escritura, o elija otra carpeta.',
  },
  'storage.not_a_folder': {
    en: '{path} could not be used: there is a file where a folder is needed, or a folder where a file is. Move it away, or choose another folder.',
    es: 'No se pudo usar {path}: hay un archivo donde se necesita una carpeta, o una carpeta donde va un archivo. Muévalo o elija otra carpeta.',
  },
  'storage.disk_fault': {
    en: 'The disk reported a fault at {path}. Check the disk and its cable or network share, then run the same command again.',
    es: 'El disco informó de un fallo en {path}. Compruebe el disco y su cable o recurso de red y ejecute de nuevo la misma orden.',
  },
  'storage.bad_rules': {
    en: '{path} is damaged: it does not hold the list of expiry rules that the app writes. Delete it; the next run writes it anew.',
    es: '{path} está dañado: no contiene la lista de reglas de caducidad que escribe la aplicación. Bórrelo; la próxima ejecución lo escribirá de nuevo.',
  },
  'storage.unreachable': {
    en: 'The S3 server {endpoint} does not answer ({reason}). Check that it runs and that AWS_ENDPOINT_URL_S3 names it, then run the same command again: what was finished is kept.',
    es: 'El servidor S3 {endpoint} no responde ({reason}). Compruebe que está en marcha y que AWS_ENDPOINT_URL_S3 lo nombra y ejecute de nuevo la misma orden: lo terminado se conserva.',
  },
  'storage.certificate': {
    en: 'The certificate of {endpoint} was not accepted ({reason}). If the server has a certificate of your own authority, name its file in NODE_EXTRA_CA_CERTS.',
    es: 'No se aceptó el certificado de {endpoint} ({reason}). Si el servidor tiene un certificado de su propia autoridad, indique su archivo en NODE_EXTRA_CA_CERTS.',
  },
  'storage.not_s3': {
    en: 'What answers at {endpoint} is no S3 server ({reason}). Check address, port and http or https in AWS_ENDPOINT_URL_S3; a MinIO console, for one, has another port than its S3.',
    es: 'Lo que responde en {endpoint} no es un servidor S3 ({reason}). Compruebe dirección, puerto y http o https en AWS_ENDPOINT_URL_S3; la consola de MinIO, por ejemplo, usa otro puerto que su S3.',
  },
  'storage.wrong_key': {
    en: '{endpoint} does not accept the access key or its secret ({reason}). Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment or the .env file.',
    es: '{endpoint} no acepta la clave de acceso o su secreto ({reason}). Compruebe AWS_ACCESS_KEY_ID y AWS_SECRET_ACCESS_KEY en el entorno o en el archivo .env.',
  },
  'storage.wrong_region': {
    en: 'The bucket “{bucket}” at {endpoint} is not in the region that was asked ({reason}). Set AWS_REGION to the region of the bucket.',
    es: 'El depósito «{bucket}» de {endpoint} no está en la región consultada ({reason}). Ponga en AWS_REGION la región del depósito.',
  },
  'storage.no_key': {
    en: '{location} needs an access key, and none is set. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment or in a .env file of the workspace.',
    es: '{location} necesita una clave de acceso y no hay ninguna. Defina AWS_ACCESS_KEY_ID y AWS_SECRET_ACCESS_KEY en el entorno o en un archivo .env del espacio de trabajo.',
  },
  'storage.access_denied': {
    en: 'The bucket “{bucket}” at {endpoint} denies access: your key is valid but lacks a permission. It needs to list the bucket, read, write and delete objects and set lifecycle rules; ask the owner of the bucket, or choose another.',
    es: 'El depósito «{bucket}» de {endpoint} deniega el acceso: su clave es válida pero le falta un permiso. Debe poder listar el depósito, leer, escribir y borrar objetos y fijar reglas de caducidad; pídalo al dueño del depósito o elija otro.',
  },
  'storage.bucket_refused': {
    en: 'There is no bucket “{bucket}” at {endpoint}, and your key may not make one. Have it made, or choose another (s3://BUCKET, or DATA_REPO_BUCKET_NAME).',
    es: 'No existe el depósito «{bucket}» en {endpoint} y su clave no puede crearlo. Pida que lo creen o elija otro s3://DEPÓSITO o DATA_REPO_BUCKET_NAME.',
  },
  'storage.bucket_taken': {
    en: 'The bucket “{bucket}” at {endpoint} belongs to someone else. Choose another name (s3://BUCKET, or DATA_REPO_BUCKET_NAME).',
    es: 'El depósito «{bucket}» de {endpoint} pertenece a otra persona. Elija otro nombre s3://DEPÓSITO o DATA_REPO_BUCKET_NAME.',
  },
  'storage.no_bucket': {
    en: 'The bucket “{bucket}” at {endpoint} is gone. The next run makes it again; if it should hold data, ask who deleted it.',
    es: 'El depósito «{bucket}» de {endpoint} ya no existe. La próxima ejecución lo creará de nuevo; si debía contener datos, pregunte quién lo borró.',
  },
  'storage.bucket_name': {
    en: '“{bucket}” cannot be the name of a bucket. A name has 3 to 63 lower-case letters, digits, dots and dashes, as in s3://my-data/some/prefix.',
    es: '«{bucket}» no puede ser el nombre de un depósito. Un nombre tiene de 3 a 63 letras minúsculas, cifras, puntos y guiones, como en s3://mis-datos/un/prefijo.',
  },
  'storage.prefix': {
    en: '“{prefix}” cannot be a prefix in a bucket. Use letters, digits and . _ = + - between slashes, as in s3://my-data/some/prefix.',
    es: '«{prefix}» no puede ser un prefijo de un depósito. Use letras, cifras y . _ = + - entre barras, como en s3://mis-datos/un/prefijo.',
  },
  'storage.endpoint': {
    en: '“{endpoint}” cannot be the address of an S3 server. Set AWS_ENDPOINT_URL_S3 to a URL without user and password, as http://127.0.0.1:9000.',
    es: '«{endpoint}» no puede ser la dirección de un servidor S3. Ponga en AWS_ENDPOINT_URL_S3 una URL sin usuario ni contraseña, como http://127.0.0.1:9000.',
  },
  'storage.unknown_kind': {
    en: '“{spec}” is no store that the app knows. Give a folder or s3://bucket[/prefix]; the address of an S3 server goes into AWS_ENDPOINT_URL_S3.',
    es: '«{spec}» no es un almacén que la aplicación conozca. Indique una carpeta o s3://depósito[/prefijo]; la dirección de un servidor S3 va en AWS_ENDPOINT_URL_S3.',
  },
  'storage.clock': {
    en: 'The clock of this computer and that of {endpoint} differ by more than 15 minutes, so it refuses every request. Set the clock, then run the same command again.',
    es: 'El reloj de este equipo y el de {endpoint} difieren en más de 15 minutos, por lo que rechaza todas las peticiones. Ajuste el reloj y ejecute de nuevo la misma orden.',
  },
  'storage.quota': {
    en: '{endpoint} has no room left for the bucket “{bucket}” ({reason}). Delete what is not needed, or ask for more space.',
    es: '{endpoint} no tiene más espacio para el depósito «{bucket}» ({reason}). Borre lo que no necesite o pida más espacio.',
  },
  'storage.server_fault': {
    en: 'The S3 server {endpoint} reports a fault of its own ({reason}). Look at its log, then run the same command again: what was finished is kept.',
    es: 'El servidor S3 {endpoint} informa de un fallo propio ({reason}). Mire su registro y ejecute de nuevo la misma orden: lo terminado se conserva.',
  },
  'storage.refused': {
    en: 'The S3 server {endpoint} refused a request ({reason}), perhaps since it lacks a function of S3 that the app uses. Look at its log, or choose another store.',
    es: 'El servidor S3 {endpoint} rechazó una petición ({reason}), quizá porque le falta una función de S3 que la aplicación usa. Mire su registro o elija otro almacén.',
  },
  'storage.copy_too_large': {
    en: '{key} could not be copied within {location}: S3 copies objects of 5 GB at most. Shorten the window (merge.days), or use a folder as the store.',
    es: 'No se pudo copiar {key} dentro de {location}: S3 copia objetos de 5 GB como máximo. Acorte la ventana (merge.days) o use una carpeta como almacén.',
  },
} as const
