import * as vscode from 'vscode';
import type { CommandArguments, CommandId } from './commands.ts';

/** Registers a command of the extension; arguments come from links, so handlers check what they get. */
export function registerCommand<Id extends CommandId>(
  id: Id,
  run: (...args: Partial<CommandArguments[Id]>) => Promise<void>,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, run);
}
