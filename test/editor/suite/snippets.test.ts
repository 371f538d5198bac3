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

  it('are there', () => assert.ok(catalogue.length >= 5, `${catalogue.length} snippets`));

  it('are inserted as the programs they were tested as', async () => {
    for (const { id, source } of catalogue) {
      const editor = await vscode.window.showTextDocument(await openText('', 'typescript'));
      editor.options = { insertSpaces: true, tabSize: 2, indentSize: 2 };
      await vscode.commands.executeCommand('aiTerms.insertSnippet', { snippet: id });
      assert.equal(editor.document.getText(), source, id);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
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
        .flatMap(({ prefixes }) => prefixes)
        .filter((text) => text.startsWith('ai-controlnet'))) {
        assert.ok(offered.includes(prefix), `${prefix} is not among ${offered.slice(0, 10).join(', ')}`);
      }
    });
  });
});
