import { counted, forms, list, type LanguageRules } from './language.ts'

export const pt: LanguageRules = {
  code: 'pt',
  decimal: ',',
  nounsCapitalised: false,
  verbSecond: false,
  abbreviations: list(
    'sr sra srs dr dra prof d p.ex etc av núm pág aprox tel máx mín vol jan fev mar abr jun jul ago set out nov dez',
  ),
  months: forms(
    'janeiro/jan fevereiro/fev março/mar abril/abr maio junho/jun julho/jul agosto/ago setembro/set outubro/out novembro/nov dezembro/dez',
  ),
  weekdays: forms(
    'segunda-feira/segunda terça-feira/terça quarta-feira/quarta quinta-feira/quinta sexta-feira/sexta sábado domingo',
  ),
  numbers: {
    ...counted(
      2,
      'dois/duas três quatro cinco seis sete oito nove dez onze doze treze catorze/quatorze quinze dezesseis/dezasseis dezessete/dezassete dezoito dezenove/dezanove vinte',
    ),
    ...counted(30, 'trinta quarenta cinquenta sessenta setenta oitenta noventa cem', 10),
    dúzia: 12,
    dezena: 10,
    meio: 0.5,
  },
  scales: { mil: 1e3, milhão: 1e6, milhões: 1e6, bilhão: 1e9, bilhões: 1e9 },
  percent: list('por_cento'),
  stopWords: new Set(
    list(
      'o a os as um uma uns umas de do da dos das e ou mas que quem qual quais cujo onde quando como se não nem mais menos muito também já ainda só em no na nos nas ao aos à às com sem por pelo pela pelos para sobre entre desde até contra durante após este esta estes estas esse essa esses essas aquele isso isto ele ela eles elas eu tu você vocês nós se seu sua seus suas meu teu nosso lhe é são era eram ser será serão foi foram está estão tem têm tinha há ter terá pode podem deve devem todo toda todos todas outro outra outros outras cada mesmo alguns várias assim então porque',
    ),
  ),
  pronouns: list(
    'ele ela eles elas isto isso este esta estes estas esse essa esses essas seu sua seus suas aquilo a_empresa a_decisão ambos assim lá tal',
  ),
  personal: list('ele ela eles elas'),
  subjects: list('ele ela'),
  connectives: list(
    'no_entanto contudo porém além_disso também portanto por_exemplo de_facto de_fato entretanto finalmente por_outro_lado por_sua_vez assim mas e',
  ),
  hedges: list(
    'poderia poderiam poderá talvez provavelmente possivelmente cerca_de quase aproximadamente previsto prevê preveem espera pretende parece seria até',
  ),
  negations: list('não nunca jamais nenhum nenhuma nada ninguém sem nem'),
  superlatives: list('primeiro primeira primeiros maior melhor pior único única recorde principal'),
  causes: list('porque devido_a graças_a por_causa_de'),
  speech: list(
    'disse diz afirma afirmou explica explicou acrescenta acrescentou declara declarou sublinha sublinhou conta contou alerta pergunta',
  ),
  attributions: list('segundo de_acordo_com'),
  label: /^(?:como|por que|porque|o que|quando|onde|quem|\d+ (?:dicas|razões))(?!\p{L})/iu,
  finite:
    /^(?:é|são|era|eram|será|serão|foi|foram|está|estão|tem|têm|há|pode|podem|deve|devem|vai|vão|faz|fazem|abre|abrem|custa|custam|[a-zà-ú]{2,}(?:ará|erá|irá|aram|eram|iram|ava|avam|ou|eu|iu)|[a-zà-ú]{3,}(?:a|e|am|em))$/,
  relatives: list('que quem cujo cuja onde qual quais'),
  weekdayPhrase: /,?\s+(?:na|no)\s+(?:segunda|terça|quarta|quinta|sexta)(?:-feira)?(?!\s*,?\s*\d)/g,
  past: /(?<!\p{L})(?:foi|foram|era|tinha|\p{L}{2,}(?:ou|eu|iu|aram|eram|iram))(?!\p{L})/iu,
  future:
    /(?<!\p{L})(?:será|serão|haverá|até|desde|previsto|abre|abrem|próxim[oa]|\p{L}{3,}(?:ará|erá|irá))(?!\p{L})/iu,
  boilerplate:
    /^(?:(?:usamos )?cookies?\b|aceitar\b|subscrev|assine\b|entrar$|partilhar\b|compartilhar\b|ler mais|leia (?:também|mais)|publicidade\b|foto:|crédito|©|newsletter\b|siga-nos|privacidade|todos os direitos|voltar ao topo|comentários?$|início$|menu$|pesquisar$|publicado|atualizado)/i,
  toMachines:
    /\b(?:ignore|esqueça)\b.{0,30}\b(?:instruções|regras)\b|\b(?:você é|és)\b.{0,20}\b(?:uma? )?(?:ia|assistente|modelo de linguagem)\b|<\/?(?:system|assistant|user)>/i,
  stock: [
    /\bno mundo (?:atual|de hoje)\b/i,
    /\bnão (?:só|apenas)\b[^.?!\n]{1,60}\bmas\b/i,
    /(?:→[^→\n]*){2,}/,
    /(?:—[^—\n]*){3,}/,
  ],
  relativeDays: { hoje: 0, 'esta noite': 0, amanhã: 1, ontem: -1, 'esta semana': 'near', 'na próxima semana': 'near' },
  phrases: { source: 'Fonte', facts: 'Em resumo:', next: 'O que se segue:', says: 'diz' },
}
