import { compounds, counted, forms, list, type LanguageRules } from './language.ts'

const units = counted(
  2,
  'zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn',
)
const tens = counted(20, 'zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig', 10)

export const de: LanguageRules = {
  code: 'de',
  decimal: ',',
  nounsCapitalised: true,
  verbSecond: true,
  abbreviations: list(
    'z.b z bzw ca d.h dr prof hr fr nr str st u.a u usw vgl mio mrd tsd inkl exkl evtl ggf abs art bd jh jhd geb gest sog u.s.w max min tel zzgl jan feb mär apr jun jul aug sep sept okt nov dez mind rd etc ing dipl',
  ),
  months: forms(
    'januar/jan/jänner februar/feb märz april/apr mai juni/jun juli/jul august/aug september/sep/sept oktober/okt november/nov dezember/dez',
  ),
  weekdays: forms(
    'montag/montags dienstag/dienstags mittwoch/mittwochs donnerstag/donnerstags freitag/freitags samstag/samstags/sonnabend sonntag/sonntags',
  ),
  numbers: {
    ...units,
    ...tens,
    ...compounds(tens, { ein: 1, ...units }, (ten, unit) => `${unit}und${ten}`),
    dutzend: 12,
    hundert: 100,
    halbe: 0.5,
    halben: 0.5,
  },
  scales: {
    tausend: 1e3,
    tsd: 1e3,
    million: 1e6,
    millionen: 1e6,
    mio: 1e6,
    milliarde: 1e9,
    milliarden: 1e9,
    mrd: 1e9,
    billionen: 1e12,
  },
  percent: list('prozent'),
  stopWords: new Set(
    list(
      'der die das den dem des ein eine einen einem einer eines und oder aber sondern denn wenn weil dass daß als wie so auch noch nur schon sehr mehr im in am an auf aus bei mit nach von vom zu zum zur über unter vor hinter zwischen durch für gegen ohne um bis seit während wegen trotz ist sind war waren sein wird werden wurde wurden worden hat haben hatte hatten kann können konnte konnten soll sollen sollte muss müssen darf dürfen will wollen er sie es wir ihr ich du sich sein seine seinen seinem seiner ihr ihre ihren ihrem ihrer unser unsere man dieser diese dieses diesen diesem jener jene jenes kein keine keinen keinem nicht nichts was wer wo wann warum hier dort da dann nun jetzt alle alles viele einige etwa rund dabei damit davon dazu daran darauf darin darüber hin her je pro sowie beim ins ans zwar doch bereits etwas jeder jede jedes neu neue neuen neuer neues',
    ),
  ),
  pronouns: list(
    'er sie es dies das_ist dieser diese dieses diesen diesem diesen jener jene jenes deren dessen dort da dabei damit davon dazu daran darauf darin darüber dafür dagegen daher deshalb deswegen ihr_ihm seine sein seinem seinen ihre ihren ihrem beide letztere erstere so das_unternehmen die_firma die_entscheidung das_wiederum dadurch daraus bisher die_ergebnisse seitdem seither daneben',
  ),
  personal: list('er sie'),
  subjects: list('er'),
  connectives: list(
    'außerdem zudem jedoch allerdings dennoch trotzdem darüber_hinaus ferner weiterhin somit folglich zum_beispiel beispielsweise und aber doch denn auch schließlich zugleich gleichzeitig unterdessen hingegen nämlich übrigens',
  ),
  hedges: list(
    'soll sollen könnte könnten dürfte dürften wohl vielleicht möglicherweise vermutlich voraussichtlich wahrscheinlich angeblich mutmaßlich etwa rund circa ca fast knapp geplant plant planen will wollen erwartet erhofft offenbar scheint schätzungsweise bis_zu',
  ),
  negations: list('nicht kein keine keinen keinem keiner keines nie niemals nichts niemand weder ohne'),
  superlatives: list(
    'erste ersten erster erstes größte größten kleinste beste besten schlechteste schnellste höchste höchsten älteste jüngste einzige einzigen führend meisten rekord',
  ),
  causes: list('weil deshalb deswegen daher wegen dank aufgrund infolge dadurch führt_zu führte_zu'),
  speech: list(
    'sagt sagte sagten erklärt erklärte betont betonte meint meinte fügt fügte schreibt schrieb warnt warnte berichtet berichtete ergänzt ergänzte kündigte teilte erzählt erzählte fragt fragte',
  ),
  attributions: list('laut nach_angaben zufolge nach_aussage so'),
  label: /^(?:wie|warum|weshalb|was|wann|wo|wer|so|\d+ (?:tipps|gründe|dinge))\b/i,
  finite:
    /^(?:ist|sind|war|waren|wird|werden|wurde|wurden|hat|haben|hatte|hatten|kann|können|konnte|konnten|soll|sollen|sollte|muss|müssen|darf|dürfen|will|wollen|gibt|gab|geht|ging|kommt|kam|macht|steht|stand|liegt|lag|läuft|lief|nimmt|nahm|bringt|brachte|hält|hielt|beginnt|begann|öffnet|zeigt|heißt|bleibt|blieb|fällt|fiel|steigt|stieg|sinkt|sank|zahlt|baut|kauft|spart|führt|sieht|sah|findet|fand|trägt|trug|verliert|verlor|gewinnt|gewann|liest|schreibt|schrieb|spricht|sprach|tritt|trat|braucht|fährt|fuhr|lässt|ließ|[a-zäöüß]{3,}(?:te|ten|tet|iert|iere|ieren)|[a-zäöüß]{4,}t|(?:be|ver|er|ent|zer)[a-zäöüß]{2,}en|(?:be|ver|ent|er)[a-zäöüß]*(?:oss|ahm|ing|ob|ot|ielt|ieß))$/,
  relatives: list('der die das den dem deren dessen denen welche welcher welches wo'),
  frames: /^(?:es (?:wurde|ist) (?:bekannt|mitgeteilt|angekündigt)(?: worden)?, dass)\s+/i,
  weekdayPhrase:
    /\s+am\s+(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonnabend|Sonntag)(?:morgen|vormittag|mittag|nachmittag|abend)?(?!\s*,?\s*(?:dem|den|\d))/g,
  past: /\b(?:war|waren|wurde|wurden|hat|haben|hatte|hatten|sagte|beschloss|stimmte|gab|begann|[a-zäöüß]{3,}te|[a-zäöüß]{3,}ten)\b/,
  future:
    /(?<!\p{L})(?:wird|werden|ab|bis|soll|sollen|beginnt|startet|öffnet|geplant|nächste[rnms]?|findet)(?!\p{L})/iu,
  boilerplate:
    /^(?:(?:wir verwenden )?cookies?\b|abonnieren\b|newsletter\b|anmelden\b|einloggen\b|teilen\b|artikel teilen|mehr (?:lesen|zum thema|dazu)|weiterlesen\b|lesen sie (?:auch|mehr)|anzeige\b|werbung\b|foto:|bild:|quelle:|fotos? von|folgen sie\b|impressum\b|datenschutz|agb\b|alle rechte vorbehalten|©|nach oben|zum inhalt|zur startseite|kommentare?$|startseite$|menü$|suche$|schlagwörter|veröffentlicht|stand:|lesezeit|inhaltsverzeichnis$)/i,
  toMachines:
    /\b(?:ignoriere|vergiss|missachte)\b.{0,30}\b(?:bisherigen|vorherigen|obigen|alle|deine)\b.{0,30}\b(?:anweisung(?:en)?|regeln|vorgaben|befehle)\b|\bdu bist\b.{0,20}\b(?:ki|assistent|sprachmodell|chatbot)\b|\b(?:ki-systeme|sprachmodelle|ki-assistenten)\b.{0,40}\b(?:müssen|sollen)\b|\bneue anweisung(?:en)?:|\bsystem prompt\b|<\/?(?:system|assistant|user)>/i,
  stock: [
    /\bin der heutigen (?:\w+ ){0,2}(?:welt|zeit)\b/i,
    /\bnicht nur\b[^.?!\n]{1,60}\bsondern auch\b/i,
    /\bgamechanger\b|\bauf das nächste level\b|\btauche(?:n)? (?:ein|sie ein)\b|\bnahtlos\b/i,
    /\b(?:haben sie sich (?:jemals|schon einmal) gefragt|bist du bereit|sind sie bereit|das beste daran)\b/i,
    /(?:→[^→\n]*){2,}/,
    /(?:—[^—\n]*){3,}/,
  ],
  relativeDays: {
    heute: 0,
    'heute abend': 0,
    morgen: 1,
    übermorgen: 2,
    gestern: -1,
    vorgestern: -2,
    'diese woche': 'near',
    'nächste woche': 'near',
    'letzte woche': 'near',
    'dieses wochenende': 'near',
    'ab sofort': 'near',
    jetzt: 'near',
  },
  phrases: { source: 'Quelle', facts: 'In Kürze:', next: 'Wie es weitergeht:', says: 'sagt' },
}
