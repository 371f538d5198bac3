import assert from 'node:assert/strict';
import { compileSnippets, compileSources } from '../../../../src/build/snippets/compile.ts';
import { repository } from '../../../repository.ts';
import { formatProblem } from '../../../../src/build/problem.ts';

const SOUND = `// name: Count words / 统计单词
// description: How often each word occurs / 每个单词出现的次数
// prefix: ai-count, ai-count-words
// terms: token, vocabulary
// packages: wordlist@1.2.3, @types/node@24.0.0 (dev)
// file-template: true
// stop 1 x2: limit
// stop 2 choice: warn | info | say, "hi"
//#region snippet
import { readFile } from 'node:fs/promises';
import wordlist from 'wordlist';

/** At most \`limit\` words. */
export async function count(file: string) {
  const text = await readFile(file, 'utf8');
  console.warn(text.split(/\\s+/).filter((word) => wordlist.has(word)).slice(10, limit));
}
//#endregion snippet
`;
const PACKAGES = new Map([
  ['wordlist', '1.2.3'],
  ['@types/node', '24.0.0'],
]);

describe('compileSources', () => {
  it('compiles a sound snippet', async () => {
    const { snippets, problems } = await compile(SOUND);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      { ...snippets[0], source: undefined },
      {
        id: 'ai-count',
        prefixes: ['ai-count', 'ai-count-words'],
        name: { en: 'Count words', 'zh-CN': '统计单词' },
        description: { en: 'How often each word occurs', 'zh-CN': '每个单词出现的次数' },
        terms: ['token', 'vocabulary'],
        packages: [
          { name: 'wordlist', version: '1.2.3' },
          { name: '@types/node', version: '24.0.0', dev: true },
        ],
        registry: 'npm',
        scope: ['typescript', 'typescriptreact'],
        extension: '.ts',
        fileTemplate: true,
        body: [
          "import { readFile \\} from 'node:fs/promises';",
          "import wordlist from 'wordlist';",
          '',
          '/** At most `${1:limit}` words. */',
          'export async function count(file: string) {',
          "\tconst text = await readFile(file, 'utf8');",
          '\tconsole.${2|warn,info,say\\, "hi"|}(text.split(/\\\\s+/).filter((word) => wordlist.has(word)).slice(10, ${1}));',
          '\\}',
        ].join('\n'),
        source: undefined,
      },
    );
    assert.ok(SOUND.includes(`\n${snippets[0]?.source}\n//#endregion`));
  });

  it('compiles it once more in JavaScript, without the types and the packages for them', async () => {
    const { snippets, codeSnippets } = await compile(SOUND);
    const [, javascript, ...others] = snippets;
    assert.deepEqual(others, []);
    assert.ok(javascript);
    assert.equal(javascript.id, 'ai-count');
    assert.deepEqual(javascript.scope, ['javascript', 'javascriptreact']);
    assert.deepEqual(javascript.packages, [{ name: 'wordlist', version: '1.2.3' }]);
    assert.match(javascript.source, /^export async function count\(file\) \{$/m);
    assert.match(javascript.body, /console\.\$\{2\|warn,info/);
    assert.deepEqual([...codeSnippets.keys()], ['typescript', 'javascript', 'python']);
    assert.equal(
      codeSnippets.get('javascript')?.['Count words / 统计单词']?.scope,
      'javascript,javascriptreact',
    );
  });

  it('does not take a text after an exported type for an import', async () => {
    const { problems } = await compile(
      SOUND.replace('/** At most', "export type Word = string;\nexport const FIRST = 'a';\n\n/** At most"),
    );
    assert.deepEqual(problems, []);
  });

  it('refuses a stop that stands in the types alone', async () => {
    const broken = SOUND.replace('stop 1 x2: limit', 'stop 1: string');
    const { problems } = await compile(
      broken.replace('count(file: string)', 'count(file: string, limit = 1)'),
    );
    assert.deepEqual(problems.map(formatProblem), [
      'snippets/typescript/ai-count.ts:7: "string" is not in the program\'s javascript → make it a part of the program rather than of its types',
    ]);
  });

  it('compiles Python, in steps of four blanks', async () => {
    const text = [
      '# name: Count / 计数',
      '# description: Counts / 计数',
      '# prefix: ai-count-py',
      '# terms: token',
      '# packages: numpy, torch',
      '#region snippet',
      'def count(text):',
      '    return {',
      '        "words": len(text.split())',
      '    }',
      '#endregion snippet',
      '',
    ].join('\n');
    const { snippets, problems } = await compileSources(
      [{ path: 'snippets/python/ai-count-py.py', text }],
      PACKAGES,
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(snippets[0]?.packages, [{ name: 'numpy' }, { name: 'torch' }]);
    assert.equal(snippets[0]?.registry, 'pypi');
    assert.equal(snippets[0]?.body, 'def count(text):\n\treturn {\n\t\t"words": len(text.split())\n\t\\}');
  });

  it('writes what VS Code reads', async () => {
    const { codeSnippets } = await compile(SOUND);
    const entry = codeSnippets.get('typescript')?.['Count words / 统计单词'];
    assert.ok(entry);
    assert.equal(entry.scope, 'typescript,typescriptreact');
    assert.deepEqual(entry.prefix, ['ai-count', 'ai-count-words']);
    assert.equal(entry.description, 'How often each word occurs / 每个单词出现的次数');
    assert.equal(entry.isFileTemplate, true);
    assert.equal(entry.body.length, 8);
  });

  const faults: readonly [name: string, from: string | RegExp, to: string, message: string][] = [
    ['a region that is missing', '//#region snippet', '', '1: the file has no region'],
    ['a region that is not closed', '//#endregion snippet', '', '1: the file has no region'],
    [
      'text above the region',
      '//#region',
      'let x;\n//#region',
      '9: a line above the region that is no header',
    ],
    ['text below the region', /$/, 'let x;\n', '19: text below the region'],
    ['an unknown key', '// terms', '// tags: x\n// terms', '4: unknown key "tags"'],
    ['a key that stands twice', '// terms', '// terms: token\n// terms', '5: the key "terms" stands twice'],
    ['a name that is missing', /^.*\n/, '', '1: the key "name" is missing'],
    ['a description that is missing', /\/\/ description.*\n/, '', '1: the key "description" is missing'],
    ['a prefix that is missing', /\/\/ prefix.*\n/, '', '1: the key "prefix" is missing'],
    ['terms that are missing', /\/\/ terms.*\n/, '', '1: the key "terms" is missing'],
    ['file-template: false', 'template: true', 'template: false', '6: "file-template" is false'],
    ['a name without Chinese', ' / 统计单词', '', '1: "name" is not in two languages'],
    [
      'a description with English twice',
      '每个单词出现的次数',
      'again',
      '2: "description" is not in two languages',
    ],
    [
      'a name with Chinese first',
      'Count words / 统计单词',
      '统计 / Count',
      '1: "name" is not in two languages',
    ],
    ['a name of three parts', 'Count words /', 'Count / words /', '1: "name" is not in two languages'],
    ['a prefix that is no prefix', 'ai-count-words', 'countWords', '3: "countWords" is no prefix'],
    ['a prefix that stands twice', 'ai-count-words', 'ai-count', '3: the prefix "ai-count" is taken by'],
    [
      'a file not named after its prefix',
      'prefix: ai-count,',
      'prefix: ai-counter,',
      '3: the first prefix is not "ai-count"',
    ],
    ['a term that is no id', 'vocabulary', 'Vocabulary', '4: "Vocabulary" is no id of a term'],
    ['a term that stands twice', 'vocabulary', 'token', '4: the term "token" stands twice'],
    [
      'a range of versions',
      'wordlist@1.2.3',
      'wordlist@^1.2.3',
      '5: "wordlist@^1.2.3" is no package with an exact version',
    ],
    [
      'a version that is not tested',
      'wordlist@1.2.3',
      'wordlist@1.2.4',
      '5: wordlist@1.2.4 is not what the tests install (1.2.3)',
    ],
    [
      'a package that is not tested',
      'wordlist@',
      'words@',
      '5: words@1.2.3 is not what the tests install (nothing)',
    ],
    ['an import that is not listed', 'wordlist@1.2.3, ', '', '11: imports wordlist without naming wordlist'],
    [
      'node: without its types',
      ', @types/node@24.0.0 (dev)',
      '',
      '10: imports node:fs/promises without naming @types/node',
    ],
    [
      'a package that is not imported',
      "import wordlist from 'wordlist';",
      '',
      '5: names wordlist but does not import it',
    ],
    ['an import of another file', "'wordlist'", "'./wordlist.ts'", '11: imports the file ./wordlist.ts'],
    ['a stop that is absent', 'x2: limit', 'x2: maximum', '7: "maximum" is not in the program'],
    [
      'a stop that is not after the given text',
      'x2: limit',
      'x2 after slice(: limit',
      '7: "limit" is not in the program after "slice("',
    ],
    ['a stop that occurs more often', 'stop 1 x2', 'stop 1', '7: "limit" occurs 2 times, not 1'],
    ['a stop that occurs less often', 'stop 1 x2', 'stop 1 x3', '7: "limit" occurs 2 times, not 3'],
    [
      'a stop inside a word',
      '(10, limit',
      '(10, limits',
      '7: "limit" also stands inside a longer word, on line 16',
    ],
    ['a stop inside a number', 'x2: limit', 'x2: 0', '7: "0" also stands inside a longer word, on line 16'],
    [
      'stops that overlap',
      '// stop 2',
      '// stop 2: slice(10, limit)\n// stop 3',
      '8: "slice(10, limit)" and "limit" overlap on line 17',
    ],
    ['stops with a gap', 'stop 2', 'stop 3', '8: stop 3 comes where stop 2 should'],
    [
      'a choice whose first value is not in the program',
      'warn | info',
      'info | warn',
      '8: "info" is not in the program',
    ],
    ['a choice of one', 'warn | info | say, "hi"', 'warn', '8: a choice of one'],
    ['an empty choice', '| info |', '| |', '8: an empty choice'],
    ['a choice that stands twice', '| info |', '| warn |', '8: a value stands twice'],
    ['a tab', '  const text', '\tconst text', '15: a tab'],
    ['blanks at the end of a line', "'utf8');", "'utf8'); ", '15: blanks at the end of the line'],
    ['an empty region', /snippet\n[^]*\n\/\/#end/, 'snippet\n//#end', '10: the region is empty'],
  ];
  for (const [name, from, to, message] of faults) {
    it(`refuses ${name}`, async () => {
      const broken = SOUND.replace(from, () => to);
      assert.notEqual(broken, SOUND, 'the fixture has to differ from the sound snippet');
      const { snippets, problems } = await compile(broken);
      assert.deepEqual(snippets, []);
      const found = problems.map(formatProblem);
      assert.ok(
        found.some((problem) => problem.startsWith(`snippets/typescript/ai-count.ts:${message}`)),
        found.join('\n') || 'no problem was found',
      );
    });
  }

  it('refuses a term that the glossary does not have', async () => {
    const sources = [{ path: 'snippets/typescript/ai-count.ts', text: SOUND }];
    const { problems } = await compileSources(sources, PACKAGES, new Set(['token']));
    assert.deepEqual(
      problems.map(({ line, message }) => `${line}: ${message}`),
      [
        `${SOUND.split('\n').findIndex((line) => line.startsWith('// terms')) + 1}: "vocabulary" is no entry of the glossary`,
      ],
    );
  });

  it('refuses a prefix or a name that another snippet has', async () => {
    const other = SOUND.replace('ai-count, ai-count-words', 'ai-tally, ai-count-words');
    const { snippets, problems } = await compileSources(
      [
        { path: 'snippets/typescript/ai-count.ts', text: SOUND },
        { path: 'snippets/typescript/ai-tally.ts', text: other },
      ],
      PACKAGES,
    );
    assert.deepEqual(snippets, []);
    assert.deepEqual(
      problems.map(({ file, line, message }) => `${file}:${line}: ${message}`),
      [
        'snippets/typescript/ai-count.ts:1: snippets/typescript/ai-tally.ts has the same name',
        'snippets/typescript/ai-count.ts:3: the prefix "ai-count-words" is taken by snippets/typescript/ai-tally.ts',
        'snippets/typescript/ai-tally.ts:1: snippets/typescript/ai-count.ts has the same name',
        'snippets/typescript/ai-tally.ts:3: the prefix "ai-count-words" is taken by snippets/typescript/ai-count.ts',
      ],
    );
  });
});

describe('compileSnippets', () => {
  it('compiles the snippets of this repository without a problem', async () => {
    const { snippets, problems } = await compileSnippets(repository);
    assert.deepEqual(problems.map(formatProblem), []);
    assert.ok(snippets.length > 0);
  });
});

function compile(text: string) {
  return compileSources([{ path: 'snippets/typescript/ai-count.ts', text }], PACKAGES);
}
