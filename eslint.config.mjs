import path from 'node:path';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

/**
 * The layer table of ARCHITECTURE.md: what each folder of src may import, besides itself. Packages are named with
 * their own name; 'node' stands for node's built-in modules. Each row becomes a `no-restricted-imports`, and a
 * `no-restricted-syntax` for `import()`, which that rule does not see. test/unit/layers.test.ts tries every wrong arrow.
 */
export const layers = {
  // What host and pages share: their messages, the filter's grammar, how counts and texts are shown.
  protocol: [],
  util: ['protocol'],
  text: ['protocol', 'util', 'node', 'chardet'],
  api: ['protocol', 'util', 'zod'],
  catalog: ['api', 'util', 'text', 'protocol'],
  connections: ['protocol', 'api', 'util'],
  exports: ['protocol', 'api', 'util', 'text', 'ndjson', 'connections', 'users', 'node', 'zod'],
  ndjson: ['util', 'text', 'protocol', 'node'],
  users: ['protocol', 'api', 'util', 'text'],
  sample: ['api', 'util', 'node', 'zod'],
  host: ['protocol', 'api', 'util', 'ids', 'node', 'zod', 'vscode'],
  views: ['protocol', 'catalog', 'connections', 'exports', 'users', 'api', 'host', 'util', 'ids', 'vscode'],
  panels: [
    'text',
    'catalog',
    'connections',
    'users',
    'api',
    'protocol',
    'host',
    'util',
    'ids',
    'node',
    'zod',
    'vscode',
  ],
  viewer: ['panels', 'text', 'ndjson', 'api', 'protocol', 'host', 'util', 'ids', 'node', 'zod', 'vscode'],
  commands: [
    ...['api', 'catalog', 'connections', 'exports', 'users', 'sample', 'host', 'views', 'panels', 'viewer'],
    ...['protocol', 'util', 'text', 'ids', 'node', 'zod', 'vscode'],
  ],
};

/**
 * The rooms of the large layers, lowest first: what the files of each may import of the others. A dot stands for the files
 * that lie in the layer's own folder.
 */
export const rooms = {
  ndjson: {
    json: [],
    kernel: ['json'],
    file: ['json', 'kernel'],
    query: ['json', 'kernel', 'file'],
    keys: ['json', 'kernel', 'file', 'query'],
    show: ['json', 'kernel', 'file', 'query'],
    scan: ['json', 'kernel', 'file', 'query', 'keys', 'show'],
    diff: ['json', 'kernel', 'file', 'query', 'keys', 'scan'],
    '.': ['json', 'kernel', 'file', 'query', 'keys', 'show', 'scan', 'diff'],
  },
  exports: {
    disk: [],
    lines: ['disk'],
    archive: ['disk', 'lines'],
    download: ['disk', 'lines', 'archive', 'jobs'],
    kinds: ['disk', 'lines', 'archive', 'download', 'jobs', '.'],
    jobs: ['disk', 'lines', 'archive', 'download', 'kinds', '.'],
    '.': ['disk', 'lines', 'jobs', 'kinds'],
  },
  sample: { world: [], answers: ['world'], '.': ['world', 'answers'] },
  commands: { prompts: ['.'], '.': ['prompts'] },
};

/**
 * The files by which other layers enter a layer: nobody imports its other files but for their types. ARCHITECTURE.md says what
 * each door is for.
 */
export const doors = {
  ndjson: { viewer: ['openFile'], exports: ['unpackedLines'] },
  exports: {
    views: ['exportRow', 'exportActions', 'jobStages'],
    commands: ['exportRow', 'exportActions', 'exportContents', 'rawEvents'],
  },
};

/** Imports of values past a door, as selectors over the source: whatever has a specifier is looked at, types aside. */
function pastDoors(layer) {
  return Object.entries(doors).flatMap(([entered, open]) => {
    if (entered === layer) return [];
    const files = open[layer] ?? [];
    const path = `^(\\.\\.?/)*\\.\\./(src/)?${entered}/${files.length > 0 ? `(?!(${files.join('|')})\\.ts$)` : ''}`;
    const source = `[value=/${path.replaceAll('/', '\\u002f')}/]`;
    const message =
      files.length > 0
        ? `'${layer}' enters '${entered}' by ${files.join(' and ')} only; types may come from any file.`
        : `'${layer}' takes types of '${entered}' only.`;
    return [
      { selector: `ImportDeclaration[importKind!="type"] > Literal${source}`, message },
      { selector: `ExportNamedDeclaration[exportKind!="type"] > Literal${source}`, message },
      { selector: `ExportAllDeclaration[exportKind!="type"] > Literal${source}`, message },
      { selector: `ImportExpression > Literal${source}`, message },
    ];
  });
}

/** What a room of a layer may not import besides, in the same form. */
function forbiddenRooms(layer, room, allowed) {
  const others = Object.keys(rooms[layer]).filter((it) => it !== room && !allowed.includes(it));
  const message = `'${layer}/${room}' may not import this room.`;
  const folders = others.filter((it) => it !== '.');
  const up = room === '.' ? '\\.' : '\\.\\.';
  return [
    ...(folders.length > 0 ? [{ regex: `^${up}/(${folders.join('|')})/`, message }] : []),
    ...(others.includes('.') ? [{ regex: '^\\.\\./[^/]+\\.ts$', message }] : []),
  ];
}

/** Everything a layer may not import, as regular expressions over the import's specifier. */
function forbidden(layer, allowed) {
  // Texts for people are made everywhere.
  const everywhere = ['@vscode/l10n'];
  const others = [...Object.keys(layers), 'ids', 'extension', 'onDemand'].filter(
    (it) => it !== layer && !allowed.includes(it),
  );
  const packages = allowed.filter((it) => !(it in layers) && it !== 'node' && it !== 'ids');
  const outside = [
    ...[...everywhere, ...packages].map((it) => `${it}(/|$)`),
    ...(allowed.includes('node') ? ['node:'] : []),
  ];
  return [
    {
      // At any depth, for a layer may have folders of its own.
      regex: `^(\\.\\.?/)*\\.\\./(src/)?(${others.join('|')})(/|\\.ts$)`,
      message: `The layer '${layer}' may not import this one.`,
    },
    {
      regex: '^(\\.\\.?/)*\\.\\./(webview-ui|test|bench|scripts|dist|out|node_modules)/|[^./][^/]*/\\.\\./',
      message: 'Sources import sources, by their straight path.',
    },
    {
      regex: `^(?!\\.${outside.map((it) => `|${it}`).join('')})`,
      message: `The layer '${layer}' may not import this package.`,
    },
  ];
}

/** Texts that go in where only text should, and imports that cost too much. */
const restrictedSyntax = [
  {
    selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML)$/]',
    message: 'Text goes in as text.',
  },
  {
    selector: 'ImportDeclaration[source.value="zod"] ImportSpecifier',
    message: "import * as z from 'zod': the named import costs 360 KB.",
  },
];

function importRules(layer, files, patterns) {
  const dynamic = patterns.map(({ regex, message }) => ({
    selector: `ImportExpression > Literal[value=/${regex.replaceAll('/', '\\u002f')}/]`,
    message,
  }));
  return {
    files,
    rules: {
      'no-restricted-imports': ['error', { patterns }],
      'no-restricted-syntax': ['error', ...restrictedSyntax, ...dynamic, ...pastDoors(layer)],
    },
  };
}

const layerRules = Object.entries(layers).map(([layer, allowed]) =>
  importRules(layer, [`src/${layer}/**/*.ts`], forbidden(layer, allowed)),
);

const roomRules = Object.entries(rooms).flatMap(([layer, table]) =>
  Object.entries(table).map(([room, allowed]) =>
    importRules(
      layer,
      [room === '.' ? `src/${layer}/*.ts` : `src/${layer}/${room}/**/*.ts`],
      [...forbidden(layer, layers[layer]), ...forbiddenRooms(layer, room, allowed)],
    ),
  ),
);

/** Files that are one table, however long. */
const tables = [
  'src/api/endpoints.ts',
  'src/api/schemas.ts',
  'src/catalog/sections.ts',
  'src/catalog/series.ts',
  'src/sample/answers/answers.ts',
  'src/ids.ts',
];

/**
 * Texts of others are matched in linear time: neither may a pattern's parts share characters that they could exchange,
 * nor may its first part start anew at each character of a run. scripts/checkPatterns.ts runs all patterns of the
 * sources against texts made of their own characters, since these rules do not see every kind.
 */
const linearPatterns = {
  'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
  'regexp/no-super-linear-move': [
    'error',
    { report: 'potential', ignoreSticky: false, ignorePartial: false },
  ],
  'regexp/optimal-quantifier-concatenation': 'error',
  'regexp/no-contradiction-with-assertion': 'error',
  'regexp/no-dupe-disjunctions': 'error',
  'regexp/no-empty-alternative': 'error',
  'regexp/no-invalid-regexp': 'error',
  'regexp/no-misleading-capturing-group': 'error',
  'regexp/no-misleading-unicode-character': 'error',
  'regexp/no-potentially-useless-backreference': 'error',
  'regexp/no-useless-assertions': 'error',
  'regexp/no-useless-quantifier': 'error',
};

export default tseslint.config(
  { ignores: ['node_modules', 'dist', 'out', '.vscode-test'] },
  {
    files: ['**/*.ts', '**/*.mjs'],
    languageOptions: { parser: tseslint.parser },
    plugins: { regexp },
    rules: linearPatterns,
  },
  {
    files: ['src/**/*.ts', 'webview-ui/**/*.ts', 'scripts/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: path.resolve(import.meta.dirname) },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/require-await': 'off',
      // Things are made by functions that close over their state: no method here needs its `this`.
      '@typescript-eslint/unbound-method': 'off',
      // A file is one idea, and so is a function that closes over its state: neither is split to be short.
      'max-lines': ['error', { max: 500, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': ['error', ...restrictedSyntax],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'max-lines': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
    },
  },
  { files: tables, rules: { 'max-lines': 'off' } },
  ...layerRules,
  ...roomRules,
);
