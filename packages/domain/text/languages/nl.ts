import { compounds, counted, forms, list, type LanguageRules } from './language.ts'

const units = counted(
  2,
  'twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien',
)
const tens = counted(20, 'twintig dertig veertig vijftig zestig zeventig tachtig negentig', 10)

export const nl: LanguageRules = {
  code: 'nl',
  decimal: ',',
  nounsCapitalised: false,
  verbSecond: true,
  abbreviations: list(
    'dhr mevr mw dr prof ir ing mr drs bijv bv enz etc ca o.a d.w.z m.a.w i.p.v t/m max min nr st art blz tel jan feb mrt apr jun jul aug sep sept okt nov dec',
  ),
  months: forms(
    'januari/jan februari/feb maart/mrt april/apr mei juni/jun juli/jul augustus/aug september/sep/sept oktober/okt november/nov december/dec',
  ),
  weekdays: forms('maandag dinsdag woensdag donderdag vrijdag zaterdag zondag'),
  numbers: {
    ...units,
    ...tens,
    ...compounds(tens, units, (ten, unit) => `${unit}${unit.endsWith('e') ? 'ën' : 'en'}${ten}`),
    dozijn: 12,
    honderd: 100,
    half: 0.5,
  },
  scales: { duizend: 1e3, miljoen: 1e6, mln: 1e6, miljard: 1e9, mld: 1e9 },
  percent: list('procent'),
  stopWords: new Set(
    list(
      'de het een en of maar want als dat die dit deze wie wat waar wanneer hoe niet geen ook nog al slechts zeer meer minder in op aan bij met van voor naar uit over onder tussen door tegen zonder om tot sinds tijdens na per te er hij zij ze het wij we jij je u ik zich zijn haar hun ons onze mijn jouw is was waren wordt worden werd werden heeft hebben had hadden kan kunnen kon konden moet moeten mag zal zullen zou zouden wil alle alles elke ieder andere ander zelf zo dan toen nu hier daar dus veel enkele ongeveer',
    ),
  ),
  pronouns: list(
    'hij zij ze het dit dat die deze daar er hun haar zijn beide daarmee daarvoor daarom daardoor zo het_bedrijf de_beslissing hiermee',
  ),
  personal: list('hij zij ze'),
  subjects: list('hij'),
  connectives: list(
    'echter bovendien daarnaast ook toch desondanks daarom dus bijvoorbeeld ten_slotte tenslotte intussen ondertussen maar en verder immers',
  ),
  hedges: list(
    'zou zouden kan kunnen misschien mogelijk waarschijnlijk vermoedelijk ongeveer bijna verwacht verwachten wil willen plant gepland lijkt tot',
  ),
  negations: list('niet geen nooit niemand niets zonder noch'),
  superlatives: list('eerste grootste kleinste beste slechtste hoogste laagste oudste enige meeste record'),
  causes: list('omdat doordat dankzij vanwege wegens daardoor'),
  speech: list(
    'zegt zei zeggen verklaart verklaarde vertelt vertelde legt voegt benadrukt benadrukte schrijft schreef waarschuwt vraagt',
  ),
  attributions: list('volgens'),
  label: /^(?:hoe|waarom|wat|wanneer|waar|wie|zo|\d+ (?:tips|redenen))\b/i,
  finite:
    /^(?:is|zijn|was|waren|wordt|worden|werd|werden|heeft|hebben|had|hadden|kan|kunnen|kon|moet|moeten|mag|zal|zullen|zou|zouden|wil|willen|gaat|gaan|ging|komt|kwam|staat|stond|krijgt|kreeg|geeft|gaf|doet|deed|blijft|bleef|opent|begint|begon|kost|kosten|[a-zë]{3,}(?:t|de|den|te|ten))$/,
  relatives: list('die dat wie waar waarbij waarmee waarin'),
  weekdayPhrase:
    /\s+(?:op\s+)?(?:afgelopen\s+)?(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag)(?:ochtend|middag|avond)?(?!\s*\d)/g,
  past: /\b(?:was|waren|werd|werden|heeft|hebben|had|hadden|zei|[a-z]{3,}(?:de|den|te|ten))\b/i,
  future: /\b(?:zal|zullen|wordt|vanaf|tot|gepland|volgende|begint|opent)\b/i,
  boilerplate:
    /^(?:(?:wij gebruiken )?cookies?\b|accepteren\b|abonneer|inloggen$|delen\b|lees (?:ook|meer|verder)|advertentie\b|foto:|beeld:|©|nieuwsbrief\b|volg ons|privacy|alle rechten|naar boven|reacties?$|home$|menu$|zoeken$|gepubliceerd|bijgewerkt|leestijd)/i,
  toMachines:
    /\b(?:negeer|vergeet)\b.{0,30}\b(?:instructies|regels|opdrachten)\b|\b(?:je|jij|u) bent\b.{0,20}\b(?:een )?(?:ai|assistent|taalmodel)\b|<\/?(?:system|assistant|user)>/i,
  stock: [
    /\bin de wereld van vandaag\b/i,
    /\bniet alleen\b[^.?!\n]{1,60}\bmaar ook\b/i,
    /(?:→[^→\n]*){2,}/,
    /(?:—[^—\n]*){3,}/,
  ],
  relativeDays: { vandaag: 0, vanavond: 0, morgen: 1, gisteren: -1, 'deze week': 'near', 'volgende week': 'near' },
  phrases: { source: 'Bron', facts: 'In het kort:', next: 'Hoe het verdergaat:', says: 'zegt' },
}
