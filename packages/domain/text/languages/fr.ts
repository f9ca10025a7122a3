import { compounds, counted, forms, list, type LanguageRules } from './language.ts'

const units = counted(2, 'deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize')
const tens = counted(20, 'vingt trente quarante cinquante soixante', 10)

export const fr: LanguageRules = {
  code: 'fr',
  decimal: ',',
  nounsCapitalised: false,
  verbSecond: false,
  abbreviations: list(
    'm mm mme mmes mlle dr pr st ste av bd p.ex c.-à-d etc cf env janv févr avr juil sept oct nov déc art vol tél min max éd apr',
  ),
  months: forms(
    'janvier/janv février/févr mars avril/avr mai juin juillet/juil août septembre/sept octobre/oct novembre/nov décembre/déc',
  ),
  weekdays: forms('lundi mardi mercredi jeudi vendredi samedi dimanche'),
  numbers: {
    ...units,
    ...counted(17, 'dix-sept dix-huit dix-neuf'),
    ...tens,
    ...compounds(tens, units, (ten, unit) => `${ten}-${unit}`),
    'soixante-dix': 70,
    'quatre-vingts': 80,
    'quatre-vingt-dix': 90,
    douzaine: 12,
    dizaine: 10,
    vingtaine: 20,
    centaine: 100,
    cent: 100,
  },
  scales: { mille: 1e3, million: 1e6, millions: 1e6, milliard: 1e9, milliards: 1e9 },
  percent: list('pour_cent'),
  stopWords: new Set(
    list(
      'le la les l un une des du de d et ou mais donc or ni car que qui quoi dont où si comme ne pas plus moins très aussi encore déjà seulement en dans sur sous par pour avec sans vers chez entre depuis pendant avant après contre à au aux ce cet cette ces cela ça il elle ils elles on nous vous je tu se s son sa ses leur leurs mon ma mes notre nos votre vos est sont était étaient être sera seront a ont avait avaient avoir aura auront fait peut peuvent doit doivent y lui eux tout tous toute toutes même autre autres chaque quelques plusieurs ainsi alors puis là ici lors afin selon leur jusqu n qu c j m t',
    ),
  ),
  pronouns: list(
    'il elle ils elles ce cela ça c’est cette cet ces celui celle ceux celles son sa ses leur leurs y en_effet celui-ci celle-ci ceux-ci là l’entreprise la_société la_décision ce_dernier cette_dernière les_résultats depuis_lors lui eux',
  ),
  personal: list('il elle ils elles'),
  subjects: list('il elle'),
  connectives: list(
    'cependant toutefois néanmoins pourtant de_plus en_outre par_ailleurs ainsi donc par_conséquent enfin par_exemple en_effet or mais et également aussi en_revanche d’ailleurs finalement de_même',
  ),
  hedges: list(
    'pourrait pourraient devrait devraient peut-être probablement sans_doute vraisemblablement environ près_de presque prévoit prévoient prévu espère souhaite envisage serait seraient aurait auraient semble jusqu’à',
  ),
  negations: list('ne n’ pas jamais aucun aucune rien personne sans ni'),
  superlatives: list(
    'premier première premiers premières plus_grand plus_grande meilleur meilleure pire unique seul seule record principal',
  ),
  causes: list('parce_que car grâce_à à_cause_de en_raison_de donc entraîne provoque'),
  speech: list(
    'dit déclare déclaré explique expliqué affirme affirmé ajoute ajouté précise précisé souligne souligné estime estimé raconte raconté annonce annoncé écrit confie demande rappelle',
  ),
  attributions: list('selon d’après'),
  label: /^(?:comment|pourquoi|que|quand|où|qui|\d+ (?:conseils|raisons))\b/i,
  finite:
    /^(?:est|sont|était|étaient|sera|seront|a|ont|avait|avaient|aura|auront|va|vont|fait|font|peut|peuvent|doit|doivent|prend|prennent|met|mettent|vient|viennent|tient|dit|voit|ouvre|ouvrent|coûte|coûtent|reste|permet|permettent|[a-zà-ÿ]{2,}(?:era|eront|ait|aient|ent|ise|isent|it|ira|iront)|[a-zà-ÿ]{3,}e|[a-zà-ÿ]{2,}a|[a-zà-ÿ]{2,}èrent)$/,
  relatives: list('qui que dont où lequel laquelle lesquels lesquelles'),
  frames: /^(?:il a été annoncé que|on apprend que)\s+/i,
  weekdayPhrase:
    /,?\s+(?:ce\s+)?(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)(?:\s+(?:matin|midi|après-midi|soir|dernier))?(?!\s*\d)/g,
  past: /(?<!\p{L})(?:a|ont|était|étaient|avait)(?!\p{L})/iu,
  future:
    /(?<!\p{L})(?:sera|seront|aura|auront|dès|jusqu|prévu|prévue|prochaine?|débute|commence|ouvre|ouvrent|\p{L}{3,}(?:era|eront|ira|iront))(?!\p{L})/iu,
  boilerplate:
    /^(?:(?:nous utilisons des )?cookies?\b|accepter\b|s['’]abonner|abonnez-vous|se connecter|connexion$|partager\b|lire (?:aussi|la suite|plus)|à lire (?:aussi|également)|publicité\b|photo ?:|crédit|©|newsletter\b|suivez-nous|mentions légales|tous droits réservés|retour en haut|aller au contenu|commentaires?$|accueil$|menu$|rechercher$|publié le|mis à jour|temps de lecture|sommaire$)/i,
  toMachines:
    /\b(?:ignore[zr]?|oublie[zr]?)\b.{0,30}\b(?:instructions?|consignes|règles)\b|\b(?:tu es|vous êtes)\b.{0,20}\b(?:une? )?(?:ia|assistant|modèle de langage)\b|\b(?:les ia|les assistants|les modèles de langage)\b.{0,40}\b(?:doivent|devraient)\b|<\/?(?:system|assistant|user)>/i,
  stock: [
    /\bdans le monde d['’]aujourd['’]hui\b/i,
    /\bnon seulement\b[^.?!\n]{1,60}\bmais\b/i,
    /\bplonge(?:z|ons) dans\b|\bchangement de paradigme\b/i,
    /(?:→[^→\n]*){2,}/,
    /(?:—[^—\n]*){3,}/,
  ],
  relativeDays: {
    'aujourd’hui': 0,
    "aujourd'hui": 0,
    'ce soir': 0,
    demain: 1,
    hier: -1,
    'cette semaine': 'near',
    'la semaine prochaine': 'near',
    'dès maintenant': 'near',
    'ce week-end': 'near',
  },
  phrases: { source: 'Source', facts: 'En bref :', next: 'Et ensuite :', says: 'dit' },
}
