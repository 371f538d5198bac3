import * as vscode from 'vscode';
import type { Snippet } from '../../../src/core/snippets/snippet.ts';
import * as assert from './assert.ts';
import { eventually } from './eventually.ts';
import { extension } from './extension.ts';
import { openText } from './hover.ts';

describe('snippets', () => {
  let catalogue: readonly Snippet[] = [];

  before(async () => {
    await extension().activate();
    const file = vscode.Uri.joinPath(extension().extensionUri, 'dist/snippets/catalogue.json');
    catalogue = JSON.parse(
      new TextDecoder().decode(await vscode.workspace.fs.readFile(file)),
    ) as readonly Snippet[];
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  /** An empty file of a language, indented as the snippets are. */
  async function openEmpty(language: string): Promise<vscode.TextEditor> {
    const editor = await vscode.window.showTextDocument(await openText('', language));
    const size = language === 'python' ? 4 : 2;
    editor.options = { insertSpaces: true, tabSize: size, indentSize: size };
    return editor;
  }

  const insert = (snippet: string) => vscode.commands.executeCommand('aiTerms.insertSnippet', { snippet });

  for (const language of ['typescript', 'javascript', 'python']) {
    it(`are inserted as the programs they were tested as (${language})`, async function () {
      this.timeout(300_000); // An editor is opened for each.
      const programs = catalogue.filter(({ scope }) => scope.includes(language));
      assert.ok(programs.length > 0, 'none');
      for (const { id, source } of programs) {
        const editor = await openEmpty(language);
        await insert(id);
        assert.equal(editor.document.getText(), source, id);
        await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      }
    });
  }

  it('are not inserted twice', async () => {
    const editor = await openEmpty('typescript');
    await insert('ai-canny');
    const text = editor.document.getText();
    await insert('ai-canny');
    assert.equal(editor.document.getText(), text);
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), editor.document.uri.toString());
    assert.ok(!editor.selection.isEmpty, 'the program that is there is not shown');
  });

  it('go into a new file when a name of theirs is taken', async () => {
    const editor = await openEmpty('typescript');
    await insert('ai-controlnet-a1111');
    const text = editor.document.getText();
    await insert('ai-controlnet-comfyui');
    assert.equal(editor.document.getText(), text);
    const other = vscode.window.activeTextEditor?.document;
    assert.equal(other?.languageId, 'typescript');
    assert.ok(other?.getText().includes('ComfyUI'), 'the new file has no snippet');
  });

  it('bring no import that the file has', async () => {
    const editor = await vscode.window.showTextDocument(
      await openText("import { readFile } from 'node:fs/promises';\n", 'typescript'),
    );
    editor.selection = new vscode.Selection(1, 0, 1, 0);
    await insert('ai-controlnet-a1111');
    const imports = editor.document.getText().split('\n').slice(0, 3);
    assert.equal(
      imports.join('\n'),
      "import { readFile } from 'node:fs/promises';\nimport { writeFile } from 'node:fs/promises';\n",
    );
  });

  it('go into a new TypeScript file when the file at hand is of another language', async () => {
    const python = await openText('import torch\n', 'python');
    await vscode.window.showTextDocument(python);
    await vscode.commands.executeCommand('aiTerms.insertSnippet', { snippet: 'ai-canny' });
    assert.equal(python.getText(), 'import torch\n');
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.languageId, 'typescript');
    assert.ok(editor?.document.getText().includes('canny'), 'the new file has no snippet');
  });

  it('complete by their prefix', async () => {
    const document = await openText('ai-controlnet', 'typescript');
    await vscode.window.showTextDocument(document);
    // The editor reads contributed snippets when it first needs them, and does not wait for them.
    await eventually(async () => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        new vscode.Position(0, 'ai-controlnet'.length),
      );
      const offered = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      for (const prefix of catalogue
        .filter(({ scope }) => scope.includes('typescript'))
        .flatMap(({ prefixes }) => prefixes)
        .filter((text) => text.startsWith('ai-controlnet'))) {
        assert.ok(offered.includes(prefix), `${prefix} is not among ${offered.slice(0, 10).join(', ')}`);
      }
    });
  });
});
