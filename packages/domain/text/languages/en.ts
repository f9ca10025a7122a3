import { compounds, counted, forms, list, type LanguageRules } from './language.ts'

const units = counted(
  2,
  'two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
)
const tens = counted(20, 'twenty thirty forty fifty sixty seventy eighty ninety', 10)

export const en: LanguageRules = {
  code: 'en',
  decimal: '.',
  nounsCapitalised: false,
  verbSecond: false,
  abbreviations: list(
    'mr mrs ms dr prof st jr sr rev hon gen col lt sgt capt gov sen rep e.g i.e vs etc cf no vol fig approx est inc ltd co corp a.m p.m u.s u.k u.n jan feb mar apr jun jul aug sep sept oct nov dec mt ave dept',
  ),
  months: forms(
    'january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sept/sep october/oct november/nov december/dec',
  ),
  weekdays: forms('monday tuesday wednesday thursday friday saturday sunday'),
  numbers: {
    ...units,
    ...tens,
    ...compounds(tens, { one: 1, ...units }, (ten, unit) => `${ten}-${unit}`),
    dozen: 12,
    half: 0.5,
    hundred: 100,
  },
  scales: { thousand: 1e3, k: 1e3, million: 1e6, mn: 1e6, billion: 1e9, bn: 1e9, trillion: 1e12 },
  percent: list('percent per_cent'),
  stopWords: new Set(
    list(
      'a an the and or but nor so yet if then than that this these those it its they them their he she his her him we us our you your i me my mine ours in on at by for from to of with without within into onto over under between among during before after since until till about against through across per as is are was were be been being am do does did done have has had having will would shall should can could may might must not no any some all each every both either neither more most less least many much few very also just only even still again faster better larger bigger smaller cheaper higher lower longer easier once here there when where while who whom whose which what why how up down out off own same such other another because one new now said says say told both about around',
    ),
  ),
  pronouns: list(
    'it its they them their theirs he she his her him this that these those such both there one_of_them each_of the_former the_latter another others some_of_them the_company the_firm the_move the_decision the_plan the_change the_same the_rest the_results so_far which doing_so by_then at_that_point since_then to_do_so',
  ),
  personal: list('it they he she'),
  subjects: list('he she'),
  connectives: list(
    'however moreover furthermore additionally in_addition also meanwhile nevertheless nonetheless therefore thus hence consequently as_a_result for_example for_instance in_fact indeed of_course finally instead still besides similarly likewise in_other_words that_said at_the_same_time on_the_other_hand and but so yet then overall in_short in_turn more_importantly',
  ),
  hedges: list(
    'may might could perhaps possibly probably likely unlikely reportedly allegedly apparently expected expects expect plans_to planned hopes_to hoped aims_to intends_to intend considering estimated about around roughly nearly almost suggests suggest appears seems up_to approximately',
  ),
  negations: list("not no never none nobody nothing neither nor without n't cannot"),
  superlatives: list(
    'first largest biggest smallest best worst fastest cheapest highest lowest oldest youngest only most least leading unique record',
  ),
  causes: list('because therefore due_to thanks_to caused causes led_to leads_to as_a_result owing_to'),
  speech: list(
    'said says say told tells added adds explained explains argued argues noted notes wrote writes warned warns called recalled recalls asked asks insisted insists admitted admits stated states replied',
  ),
  attributions: list('according_to as_reported_by in_the_words_of'),
  label: /^(?:how|why|what|when|where|who|which|\d+ (?:ways|things|reasons|tips))\b/i,
  finite:
    /^(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|shall|should|do|does|did|am|be|gets?|got|goes|went|goes|comes?|came|makes?|made|gives?|gave|takes?|took|finds?|found|runs?|ran|opens?|begins?|began|starts?|says?|said|lets?|adds?|wins?|won|cuts?|sells?|sold|buys?|bought|brings?|brought|holds?|held|keeps?|kept|leaves?|left|loses?|lost|meets?|met|needs?|pays?|paid|puts?|rises?|rose|falls?|fell|sees?|saw|shows?|sits?|sat|stands?|stood|tells?|told|thinks?|wants?|works?|use|uses|help|helps|save|saves|support|supports|turn|read|write|build|built|set|join|invites?|launch|launches|plans?|ships?|costs?|grows?|grew|becomes?|became|includes?|remains?|returns?|moves?|drops?|join|arrives?|lives?|speaks?|spoke|teaches|taught|replaces?|approves?|votes?|[a-z]{3,}ed|[a-z]{3,}ises?|[a-z]{3,}izes?|[a-z]{3,}ates?|[a-z]{3,}ifies)$/,
  relatives: list('which who whose whom where when'),
  frames:
    /^(?:it (?:was|has been|is) (?:announced|reported|said|confirmed|understood) (?:\w+ )?that|(?:the )?(?:report|study|statement) (?:says|said|found) that)\s+/i,
  weekdayPhrase:
    /,?\s+(?:on|last|this)\s+(?:late |early )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:\s+(?:morning|afternoon|evening|night))?(?!\s+(?:\d|[A-Z]))/g,
  past: /\b(?:said|voted|was|were|had|told|began|won)\b|(?<!\b(?:stay|stays|remain|remains|be|is|are|keep|keeps)\s)\b[a-z]{3,}ed\b/i,
  future:
    /\b(?:will|from|starting|starts?|begins?|opens?|until|by|due|scheduled|planned|next|expected|deadline|runs? (?:on|from))\b/i,
  boilerplate:
    /^(?:(?:we use )?cookies?\b|accept (?:all )?cookies|subscribe\b|sign up\b|sign in\b|log in\b|share (?:this|on|via)\b|read more\b|more on this\b|related (?:articles|stories|links|posts|topics)|advertisement\b|sponsored\b|photo(?:graph)?(?: by|:)|image(?: by| credit|:)|credit:|getty images|follow us\b|newsletter\b|copyright\b|©|all rights reserved|terms (?:of|and)\b|privacy policy|back to top|skip to\b|table of contents$|comments?$|leave a (?:comment|reply)|\d+ min(?:ute)? read|click here|continue reading|loading|menu$|home$|search$|tags?:|for (?:more|further) (?:details|information)|see (?:also|the|our|below)\b|please (?:open|see|refer|join|visit)|check out\b|published|last updated|by [A-Z]\w+ [A-Z]\w+$)/i,
  toMachines:
    /\b(?:ignore|disregard|forget|override)\b.{0,30}\b(?:previous|above|prior|earlier|all|your|any)\b.{0,30}\b(?:instructions?|prompts?|rules?|guidelines|messages?)\b|\b(?:you are|act as|pretend to be)\b.{0,20}\b(?:an? )?(?:AI|assistant|language model|chatbot|LLM)\b|\b(?:AI|LLM|language models?|assistants?|chatbots?)\b.{0,40}\b(?:must|should|are (?:required|instructed))\b|\bsystem prompt\b|<\/?(?:system|assistant|user|instructions?)>|\[\/?INST\]|\bnew instructions?:|"(?:tool_calls?|function_call)"|\b(?:include|add|insert|append|mention)\b.{0,40}\b(?:link|url|hashtag|https?:|@\w+).{0,40}\b(?:posts?|summary|summaries|output|answer|reply)\b/i,
  stock: [
    /\b(?:in|to) today['’]s (?:\w+[- ]){0,3}(?:world|landscape|environment|age)\b/i,
    /\bnot (?:just|only|merely)\b[^.?!\n]{1,60}\b(?:but|it['’]s)\b/i,
    /\bgame[- ]?changer\b|\bunlock(?:ing)? the (?:power|potential)\b|\bdive (?:in|into|deep)\b|\bdelve\b|\belevate your\b|\bseamless(?:ly)?\b|\bsupercharge\b/i,
    /\b(?:are you ready|ever wondered|have you ever|what if i told you|here['’]s the thing|let that sink in|the best part)\b[^\n]{0,60}/i,
    /(?:→[^→\n]*){2,}/,
    /(?:—[^—\n]*){3,}/,
  ],
  relativeDays: {
    today: 0,
    tonight: 0,
    tomorrow: 1,
    yesterday: -1,
    'this morning': 0,
    'this afternoon': 0,
    'this evening': 0,
    'this week': 'near',
    'next week': 'near',
    'last week': 'near',
    'this weekend': 'near',
    'now live': 'near',
    'right now': 'near',
  },
  phrases: { source: 'Source', facts: 'In brief:', next: 'What happens next:', says: 'says' },
}
