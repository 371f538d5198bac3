import assert from 'node:assert/strict';
import path from 'node:path';
import ts from 'typescript';
import { expand, stopsIn } from './expand.ts';
import { SNIPPETS, SNIPPETS_FOLDER } from './repository.ts';

/** Where the programs would lie: beside the packages, in a folder with a package.json of its own. */
const FOLDER = path.join(SNIPPETS_FOLDER, 'checked');

/** Each snippet as it is, and once for every further choice. */
const PROGRAMS = new Map(
  SNIPPETS.filter(({ extension }) => extension === '.ts').flatMap(({ id, body }) => [
    [`${id}.ts`, expand(body)] as const,
    ...stopsIn(body).flatMap(({ number, choices }) =>
      choices
        .slice(1)
        .map(
          (choice, i) =>
            [`${id}.stop-${number}.choice-${i + 2}.ts`, expand(body, { [number]: choice })] as const,
        ),
    ),
  ]),
);

describe('every snippet, with every choice', function () {
  this.timeout(60_000);

  it('compiles as an ES module, without the DOM', () => {
    assert.deepEqual(compile(PROGRAMS, 'module', { lib: ['lib.es2022.d.ts'] }), []);
  });

  it('compiles as CommonJS, with the DOM', () => {
    assert.deepEqual(
      compile(PROGRAMS, 'commonjs', {
        lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
        verbatimModuleSyntax: false,
      }),
      [],
    );
  });

  it('would not compile with a mistake', () => {
    const [problem] = compile(
      new Map([['wrong.ts', 'await 0;\nexport const x: string = 1;']]),
      'commonjs',
      {},
    );
    assert.match(problem ?? '', /^wrong\.ts:1: /);
  });

  it('has no template literal of several lines: the editor would indent it', () => {
    for (const [name, text] of PROGRAMS) {
      const source = ts.createSourceFile(name, text, ts.ScriptTarget.ES2022);
      visit(source);
      function visit(node: ts.Node): void {
        if (ts.isTemplateLiteralToken(node)) assert.doesNotMatch(node.getText(source), /\n/, name);
        ts.forEachChild(node, visit);
      }
    }
  });
});

/** What the compiler says of the programs, in `snippets/tsconfig.json`'s strictness: `file:line: message`. */
function compile(
  programs: ReadonlyMap<string, string>,
  type: 'module' | 'commonjs',
  options: ts.CompilerOptions,
): readonly string[] {
  const { config } = ts.readConfigFile(path.join(SNIPPETS_FOLDER, 'tsconfig.json'), (file) =>
    ts.sys.readFile(file),
  );
  const { options: strict } = ts.parseJsonConfigFileContent(config, ts.sys, SNIPPETS_FOLDER);
  const files = new Map(
    [...programs, ['package.json', JSON.stringify({ type })]].map(([name, text]) => [
      path.join(FOLDER, name ?? ''),
      text,
    ]),
  );
  const host = ts.createCompilerHost({ ...strict, ...options });
  const { readFile, fileExists } = host;
  host.readFile = (file) => files.get(path.normalize(file)) ?? readFile(file);
  host.fileExists = (file) => files.has(path.normalize(file)) || fileExists(file);
  host.directoryExists = (folder) => path.normalize(folder) === FOLDER || ts.sys.directoryExists(folder);
  host.getCurrentDirectory = () => FOLDER;
  const program = ts.createProgram({
    rootNames: [...programs.keys()].map((name) => path.join(FOLDER, name)),
    options: { ...strict, ...options },
    host,
  });
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const place = file
      ? `${path.relative(FOLDER, file.fileName)}:${file.getLineAndCharacterOfPosition(start).line + 1}: `
      : '';
    return place + ts.flattenDiagnosticMessageText(messageText, '\n');
  });
}
