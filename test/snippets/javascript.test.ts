import assert from 'node:assert/strict';
import { transformSync } from 'esbuild';
import ts from 'typescript';
import { SNIPPETS } from './repository.ts';

const inTypeScript = SNIPPETS.filter(({ extension }) => extension === '.ts');
const inJavaScript = SNIPPETS.filter(({ extension }) => extension === '.js');

describe('every snippet in JavaScript', () => {
  it('is there', () => {
    assert.deepEqual(
      inJavaScript.map(({ id }) => id),
      inTypeScript.map(({ id }) => id),
    );
  });

  for (const [i, { id, source }] of inJavaScript.entries()) {
    it(`${id}.js is JavaScript, in a React file too`, () => {
      for (const name of [`${id}.js`, `${id}.jsx`]) assert.deepEqual(syntaxErrors(name, source), []);
    });

    it(`${id}.js does what ${id}.ts does`, () => {
      assert.equal(printed(source, 'js'), printed(inTypeScript[i]?.source ?? '', 'ts'));
    });
  }

  it('would not be JavaScript with a type', () => {
    assert.notDeepEqual(syntaxErrors('wrong.js', 'const x: string = 1;'), []);
  });
});

describe('every snippet in TypeScript', () => {
  for (const { id, source } of inTypeScript) {
    it(`${id}.ts is valid in a React file`, () => assert.deepEqual(syntaxErrors(`${id}.tsx`, source), []));
  }
});

function syntaxErrors(fileName: string, text: string): readonly string[] {
  const { diagnostics = [] } = ts.transpileModule(text, {
    fileName,
    reportDiagnostics: true,
    compilerOptions: { jsx: ts.JsxEmit.Preserve, target: ts.ScriptTarget.ES2022, allowJs: true },
  });
  return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

/** A program as esbuild, which erases types by itself, prints it: without types, comments and layout. */
function printed(text: string, loader: 'ts' | 'js'): string {
  const options = {
    loader,
    minifyWhitespace: true,
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
  };
  // Where only types were imported beside a default, esbuild leaves the braces.
  return transformSync(text, options).code.replaceAll(',{}from', ' from');
}
