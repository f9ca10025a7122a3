import { counted, forms, list, type LanguageRules } from './language.ts'

export const it: LanguageRules = {
  code: 'it',
  decimal: ',',
  nounsCapitalised: false,
  verbSecond: false,
  abbreviations: list(
    'sig sigg dott dr prof ing avv on ecc es p.es art pag vol ca cfr tel min max gen feb apr giu lug ago sett ott nov dic',
  ),
  months: forms(
    'gennaio/gen febbraio/feb marzo/mar aprile/apr maggio giugno/giu luglio/lug agosto/ago settembre/sett ottobre/ott novembre/nov dicembre/dic',
  ),
  weekdays: forms('lunedì martedì mercoledì giovedì venerdì sabato domenica'),
  numbers: {
    ...counted(
      2,
      'due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove venti',
    ),
    ...counted(30, 'trenta quaranta cinquanta sessanta settanta ottanta novanta cento', 10),
    dozzina: 12,
    ventina: 20,
    mezzo: 0.5,
  },
  scales: { mila: 1e3, mille: 1e3, milione: 1e6, milioni: 1e6, miliardo: 1e9, miliardi: 1e9 },
  percent: list('per_cento'),
  stopWords: new Set(
    list(
      'il lo la i gli le l un uno una di del dello della dei degli delle d a al allo alla ai agli alle da dal dalla dai in nel nella nei nelle con su sul sulla sui per tra fra e ed o ma se che chi cui non né più meno molto anche ancora già solo come dove quando perché questo questa questi queste quello quella quelli lui lei loro io tu noi voi si suo sua suoi sue mio tuo nostro vostro ci ne è sono era erano essere sarà saranno stato stata ha hanno aveva avevano avere avrà può possono deve devono fa ogni tutto tutti tutte altro altri altra altre stesso così poi dopo prima durante senza verso fino presso quindi',
    ),
  ),
  pronouns: list(
    'lui lei essi esse questo questa questi queste ciò quello quella suo sua suoi loro egli ella la_società l’azienda la_decisione entrambi così lì',
  ),
  personal: list('lui lei loro'),
  subjects: list('lui lei egli ella'),
  connectives: list(
    'tuttavia inoltre però quindi pertanto infatti infine ad_esempio per_esempio invece anche ma e dunque nel_frattempo d’altra_parte',
  ),
  hedges: list(
    'potrebbe potrebbero dovrebbe dovrebbero forse probabilmente circa quasi previsto prevede prevedono intende spera sembra sarebbe avrebbe fino_a',
  ),
  negations: list('non mai nessun nessuno nessuna niente nulla senza né'),
  superlatives: list('primo prima primi maggiore migliore peggiore unico unica record principale'),
  causes: list('perché grazie_a a_causa_di dovuto quindi'),
  speech: list(
    'dice detto disse afferma affermato spiega spiegato aggiunge aggiunto sottolinea sottolineato dichiara dichiarato racconta raccontato osserva chiede',
  ),
  attributions: list('secondo'),
  label: /^(?:come|perché|cosa|quando|dove|chi|\d+ (?:consigli|motivi))(?!\p{L})/iu,
  finite:
    /^(?:è|sono|era|erano|sarà|saranno|ha|hanno|aveva|può|possono|deve|devono|fa|fanno|va|vanno|sta|stanno|costa|costano|apre|aprono|[a-zà-ù]{2,}(?:erà|eranno|irà|arono|irono|ava|avano|eva|ò|ì)|[a-zà-ù]{3,}(?:a|e|ano|ono))$/,
  relatives: list('che cui quale quali dove'),
  weekdayPhrase:
    /,?\s+(?:lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica)(?:\s+(?:scorso|mattina|sera))?(?!\s*\d)/g,
  past: /(?<!\p{L})(?:ha|hanno|è stat[oa]|era|aveva)(?!\p{L})/iu,
  future:
    /(?<!\p{L})(?:sarà|saranno|avrà|dal|fino|previsto|apre|aprono|prossim[oa]|\p{L}{3,}(?:erà|eranno|irà))(?!\p{L})/iu,
  boilerplate:
    /^(?:(?:utilizziamo i )?cookies?\b|accetta\b|iscriviti|accedi$|condividi\b|leggi (?:anche|tutto|di più)|pubblicità\b|foto:|crediti|©|newsletter\b|seguici|privacy|tutti i diritti|torna su|commenti?$|home$|menu$|cerca$|pubblicato|aggiornato)/i,
  toMachines:
    /\b(?:ignora|dimentica)\b.{0,30}\b(?:istruzioni|regole)\b|\bsei\b.{0,20}\b(?:un'?a? ?)?(?:ia|assistente|modello linguistico)\b|<\/?(?:system|assistant|user)>/i,
  stock: [/\bnel mondo di oggi\b/i, /\bnon solo\b[^.?!\n]{1,60}\bma anche\b/i, /(?:→[^→\n]*){2,}/, /(?:—[^—\n]*){3,}/],
  relativeDays: {
    oggi: 0,
    stasera: 0,
    domani: 1,
    ieri: -1,
    'questa settimana': 'near',
    'la prossima settimana': 'near',
  },
  phrases: { source: 'Fonte', facts: 'In breve:', next: 'Cosa succede ora:', says: 'dice' },
}
