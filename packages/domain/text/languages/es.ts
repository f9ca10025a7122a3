import { compounds, counted, forms, list, type LanguageRules } from './language.ts'

const units = counted(2, 'dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince')
const tens = counted(30, 'treinta cuarenta cincuenta sesenta setenta ochenta noventa', 10)

export const es: LanguageRules = {
  code: 'es',
  decimal: ',',
  nounsCapitalised: false,
  verbSecond: false,
  abbreviations: list('sr sra sres srta dr dra d dña p.ej etc av avda núm pág aprox ee.uu ud uds vs vol tel máx mín'),
  months: forms(
    'enero/ene febrero/feb marzo/mar abril/abr mayo junio/jun julio/jul agosto/ago septiembre/setiembre/sep octubre/oct noviembre/nov diciembre/dic',
  ),
  weekdays: forms('lunes martes miércoles jueves viernes sábado/sábados domingo/domingos'),
  numbers: {
    ...units,
    ...counted(
      16,
      'dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve',
    ),
    ...tens,
    ...compounds(tens, { uno: 1, ...units }, (ten, unit) => `${ten} y ${unit}`),
    docena: 12,
    cien: 100,
    medio: 0.5,
  },
  scales: { mil: 1e3, millón: 1e6, millones: 1e6 },
  percent: list('por_ciento'),
  stopWords: new Set(
    list(
      'el la los las lo un una unos unas de del y e o u pero sino que quien quienes cual cuales cuyo donde cuando como si no ni más menos muy también ya aún solo sólo en a al con sin por para sobre entre desde hasta hacia según contra durante ante tras este esta estos estas ese esa esos esas aquel eso esto él ella ellos ellas yo tú usted ustedes nosotros se su sus mi mis tu tus nuestro nuestra le les me te nos es son era eran ser será serán fue fueron está están ha han había habían haber habrá hay tiene tienen puede pueden debe deben todo toda todos todas otro otra otros otras cada mismo algunos varias así entonces porque qué',
    ),
  ),
  pronouns: list(
    'él ella ellos ellas esto eso este esta estos estas ese esa esos esas su sus aquel aquello dicho dicha la_empresa la_compañía la_decisión ambos así allí ello',
  ),
  personal: list('él ella ellos ellas'),
  subjects: list('él ella'),
  connectives: list(
    'sin_embargo no_obstante además asimismo también por_tanto por_lo_tanto por_ejemplo de_hecho en_cambio finalmente por_otra_parte por_su_parte mientras_tanto así pero y',
  ),
  hedges: list(
    'podría podrían quizá quizás tal_vez probablemente posiblemente prevé prevén previsto espera esperan planea pretende cerca_de casi aproximadamente unos unas alrededor_de parece sería hasta',
  ),
  negations: list('no nunca jamás ningún ninguno ninguna nada nadie sin ni tampoco'),
  superlatives: list('primer primera primero primeros mayor mejor peor único única récord principal'),
  causes: list('porque debido_a gracias_a por_lo_que a_causa_de'),
  speech: list(
    'dijo dice afirma afirmó explica explicó añade añadió señala señaló asegura aseguró declaró declara cuenta contó subraya subrayó advierte advirtió pregunta',
  ),
  attributions: list('según de_acuerdo_con'),
  label: /^(?:cómo|por qué|qué|cuándo|dónde|quién|\d+ (?:consejos|razones))(?!\p{L})/iu,
  finite:
    /^(?:es|son|era|eran|será|serán|fue|fueron|está|están|ha|han|había|hay|habrá|tiene|tienen|puede|pueden|debe|deben|va|van|hace|hacen|dijo|dice|abre|abren|cuesta|cuestan|sube|baja|[a-zá-ú]{2,}(?:ará|arán|erá|irá|aron|ieron|aba|aban|ía|ían|ó)|[a-zá-ú]{3,}(?:a|e|an|en))$/,
  relatives: list('que quien quienes cuyo cuya donde cual cuales'),
  weekdayPhrase:
    /,?\s+el\s+(?:pasado\s+)?(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo)(?:\s+pasado)?(?!\s*,?\s*\d)/g,
  past: /(?<!\p{L})(?:ha|han|fue|fueron|era|había|\p{L}{2,}(?:ó|aron|ieron))(?!\p{L})/iu,
  future:
    /(?<!\p{L})(?:será|serán|habrá|hasta|desde|previsto|abre|abren|próxim[oa]|\p{L}{3,}(?:ará|erá|irá|arán|erán|irán))(?!\p{L})/iu,
  boilerplate:
    /^(?:(?:utilizamos )?cookies?\b|aceptar\b|suscr[ií]b|iniciar sesión|compartir\b|leer más|lee también|más información$|publicidad\b|foto:|crédito|©|newsletter\b|boletín\b|síguenos|aviso legal|política de privacidad|todos los derechos|volver arriba|comentarios?$|inicio$|menú$|buscar$|publicado el|actualizado|etiquetas)/i,
  toMachines:
    /\b(?:ignora|olvida|descarta)\b.{0,30}\b(?:instrucciones|reglas|órdenes)\b|\beres\b.{0,20}\b(?:una? )?(?:ia|asistente|modelo de lenguaje)\b|<\/?(?:system|assistant|user)>/i,
  stock: [
    /\ben el mundo actual\b/i,
    /\bno solo\b[^.?!\n]{1,60}\bsino\b/i,
    /\bsumérgete\b|\bcambia las reglas del juego\b/i,
    /(?:→[^→\n]*){2,}/,
    /(?:—[^—\n]*){3,}/,
  ],
  relativeDays: {
    hoy: 0,
    'esta noche': 0,
    mañana: 1,
    ayer: -1,
    'esta semana': 'near',
    'la próxima semana': 'near',
    'la semana pasada': 'near',
    'ya disponible': 'near',
  },
  phrases: { source: 'Fuente', facts: 'En resumen:', next: 'Próximos pasos:', says: 'dice' },
}
