/** The house as rules: one straight line of imports. `npm run check:boundaries` also asserts how many modules it saw. */
const not = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to })
export default {
  forbidden: [
    not('no-cycles', {}, { circular: true }, 'A cycle means that two rooms are one.'),
    not(
      'domain-is-pure',
      { path: '^packages/domain/', pathNot: '[.]test[.]ts$' },
      { path: '^(packages/(?!domain/)|e2e/|bench/)|^node:|^(fs|http|net|child_process)$' },
      'domain has no input or output and knows nobody.',
    ),
    not(
      'compose-is-browser-safe',
      {
        path: [
          '^packages/platforms/(rules|compose)[^/]*[.]ts$',
          '^packages/platforms/[^/]+/(rules|compose)[^/]*[.]ts$',
        ],
      },
      {
        path: '^packages/(server|web|cli|contract)/|/adapter[.]ts$|^packages/platforms/sandbox/|(^|/)sandbox[.]ts$|^node:',
      },
      'compose runs in the browser.',
    ),
    not(
      'imitations-know-only-rules',
      { path: '^packages/platforms/(sandbox/|[^/]+/sandbox)', pathNot: '[.]test[.]ts$' },
      {
        path: '^packages/(domain|server|web|cli|contract)/|^packages/platforms/graph/|/(adapter|compose)[^/]*[.]ts$|platforms/(adapters|compose)[.]gen[.]ts$',
      },
      'An imitation is written from the sheet, not from our adapter.',
    ),
    not(
      'adapters-speak-through-call',
      { path: '^packages/platforms/([^/]+/adapter|graph/)' },
      { path: '^node:|^packages/(server|web|cli|contract)/|/sandbox' },
      'No adapter holds a token, database, clock, chance or environment.',
    ),
    not(
      'sandbox-is-a-process-of-its-own',
      { path: '^packages/(server|web|cli|contract|domain)/', pathNot: '[.]test[.]ts$' },
      { path: '^packages/platforms/(sandbox/|[^/]+/sandbox)' },
      'Nothing imports the imitation.',
    ),
    not(
      'adapters-only-in-server',
      { path: '^packages/(web|cli|contract|domain)/' },
      { path: '^packages/platforms/(adapters[.]gen|graph/|[^/]+/adapter)' },
      'Only the server speaks to a network.',
    ),
    not(
      'contract-below-server',
      { path: '^packages/contract/' },
      { path: '^packages/(server|web|cli)/' },
      'The contract is what the others stand on.',
    ),
    not(
      'web-and-cli-use-the-contract',
      { path: '^packages/(web|cli)/' },
      { path: '^packages/(server|cli|web)/', pathNot: '^packages/$1/' },
      'Screens hold no business rules.',
    ),
    not(
      'server-knows-no-screen',
      { path: '^packages/server/' },
      { path: '^packages/(web|cli)/|^(e2e|bench)/' },
      'The server serves built files, it imports none.',
    ),
    not(
      'writing-cannot-publish',
      { path: '^packages/server/writing/', pathNot: '[.]test[.]ts$' },
      { path: '^packages/server/publishing/' },
      'Article text can change words, never actions.',
    ),
    not('nothing-unresolvable', {}, { couldNotResolve: true, pathNot: '^(virtual:|https:)' }, 'A typo in an import.'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|data|fixtures)/' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
}
