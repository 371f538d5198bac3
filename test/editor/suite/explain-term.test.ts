import * as vscode from 'vscode';
import * as assert from './assert.ts';
import { extension } from './extension.ts';
import { openText } from './hover.ts';
import { eventually } from './eventually.ts';

/** The titles of the panels that show entries. */
function panels(): readonly string[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('aiTerms.entry'),
    )
    .map(({ label }) => label);
}

describe('Explain Term', () => {
  before(() => extension().activate());
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('opens the entry of the term it is given, beside the code', async () => {
    const editor = await vscode.window.showTextDocument(await openText('RLHF'));
    await vscode.commands.executeCommand('aiTerms.explainTerm', 'ppo');
    await eventually(() => assert.equal(panels(), ['PPO']));
    const panel = vscode.window.tabGroups.all.find(({ tabs }) => tabs.some(({ label }) => label === 'PPO'));
    assert.ok(panel && panel.viewColumn !== editor.viewColumn, 'the entry hides the code');
  });

  it('explains the term at the cursor', async () => {
    const editor = await vscode.window.showTextDocument(await openText('x = rewardModel(kl_coef)', 'python'));
    editor.selection = new vscode.Selection(0, 6, 0, 6);
    await eventually(() => assert.ok(vscode.window.activeTextEditor === editor, 'another editor is active'));
    await vscode.commands.executeCommand('aiTerms.explainTerm');
    await eventually(() => assert.equal(panels(), ['Reward model']));
  });

  it('explains the term that is selected', async () => {
    const editor = await vscode.window.showTextDocument(await openText('先做知识蒸馏再量化'));
    editor.selection = new vscode.Selection(0, 2, 0, 6);
    await eventually(() => assert.ok(vscode.window.activeTextEditor === editor, 'another editor is active'));
    await vscode.commands.executeCommand('aiTerms.explainTerm');
    await eventually(() => assert.equal(panels(), ['Knowledge distillation']));
  });

  it('keeps to one panel', async () => {
    await vscode.commands.executeCommand('aiTerms.explainTerm', 'rlhf');
    await eventually(() => assert.equal(panels(), ['RLHF']));
    await vscode.commands.executeCommand('aiTerms.explainTerm', 'fid');
    await eventually(() => assert.equal(panels(), ['FID']));
  });
});
