import * as vscode from 'vscode';
import { installCommands } from '../core/snippets/install-commands.ts';
import type { Snippet } from '../core/snippets/snippet.ts';

/** Says which packages a snippet needs, and offers to copy or run what installs them. */
export async function offerPackages(snippet: Snippet, document: vscode.TextDocument): Promise<void> {
  const folder = vscode.workspace.getWorkspaceFolder(document.uri) ?? vscode.workspace.workspaceFolders?.[0];
  const commands = await installCommands(snippet, (name) => hasFile(folder?.uri, name));
  if (commands.length === 0) return;
  const copy = vscode.l10n.t('Copy Install Command');
  const run = vscode.l10n.t('Install in Terminal');
  const names = snippet.packages
    .map(({ name, version }) => (version ? `${name}@${version}` : name))
    .join(', ');
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t('The snippet needs {0}.', names),
    copy,
    ...(hasTerminal(folder?.uri) ? [run] : []),
  );
  if (answer === copy) await vscode.env.clipboard.writeText(commands.join('\n'));
  if (answer === run) {
    const terminal = vscode.window.createTerminal({
      name: vscode.l10n.t('Install packages'),
      ...(folder && { cwd: folder.uri }),
    });
    terminal.show();
    for (const command of commands) terminal.sendText(command);
  }
}

/** Whether packages may be installed in a folder: a browser has no terminal, a virtual folder no place for them. */
function hasTerminal(folder: vscode.Uri | undefined): boolean {
  const local = vscode.env.uiKind === vscode.UIKind.Desktop || vscode.env.remoteName !== undefined;
  const real = !folder || ['file', 'vscode-remote'].includes(folder.scheme);
  // An installation runs what the folder's packages bring along.
  return local && real && vscode.workspace.isTrusted;
}

async function hasFile(folder: vscode.Uri | undefined, name: string): Promise<boolean> {
  if (!folder) return false;
  return vscode.workspace.fs.stat(vscode.Uri.joinPath(folder, name)).then(
    () => true,
    () => false,
  );
}
