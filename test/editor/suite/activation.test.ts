import * as vscode from 'vscode';
import * as assert from './assert.ts';
import { extension } from './extension.ts';

describe('activation', () => {
  it('activates without an error', async () => {
    await extension().activate();
    assert.ok(extension().isActive, 'the extension is not active');
  });

  it('registers a handler for every contributed command', async () => {
    await extension().activate();
    const { contributes } = extension().packageJSON as { contributes: { commands: { command: string }[] } };
    const contributed = contributes.commands.map(({ command }) => command);
    assert.ok(contributed.length > 0, 'package.json contributes no command');
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.equal(
      contributed.filter((command) => !registered.has(command)),
      [],
      'commands without a handler',
    );
  });
});
