// npm start: opens an editor with the extension on a copy of the sample workspace.
//   --desktop, --server  the desktop VS Code (downloaded where there is none), or the server editor; by default whichever there is
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { repository } from '../repository.ts';
import { copySampleWorkspace } from './sample-workspace.ts';
import { installServerEditor, SERVER_EDITORS } from './server-editor/install.ts';
import { serveWorkbench } from './server-editor/workbench.ts';

const { values } = parseArgs({ options: { desktop: { type: 'boolean' }, server: { type: 'boolean' } } });
const temporary = await mkdtemp(path.join(tmpdir(), 'ai-term-lookup-'));
const workspace = await copySampleWorkspace(temporary);
const desktop = values.server ? undefined : await findDesktop();
if (desktop) openDesktop(desktop);
else await openServer();

/** The command of a desktop VS Code, `undefined` where there is none to be had. */
async function findDesktop(): Promise<string | undefined> {
  const shell = process.platform === 'win32';
  if (spawnSync('code', ['--version'], { stdio: 'ignore', shell, timeout: 20_000 }).status === 0)
    return 'code';
  const display = process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'];
  if (!display && !values.desktop) {
    console.log('There is no display for a desktop VS Code: the server editor opens instead.');
    return undefined;
  }
  try {
    return await downloadAndUnzipVSCode({
      cachePath: path.join(repository, '.vscode-test'),
      timeout: 15_000,
    });
  } catch (error) {
    if (values.desktop) throw error;
    console.log(
      'A desktop VS Code is neither installed nor to be downloaded: the server editor opens instead.',
    );
    return undefined;
  }
}

function openDesktop(command: string): void {
  const args = ['--new-window', `--extensionDevelopmentPath=${repository}`, workspace];
  spawn(command, args, { stdio: 'ignore', detached: true, shell: process.platform === 'win32' }).unref();
  console.log(`VS Code opens on a copy of the sample workspace: ${workspace}`);
}

async function openServer(): Promise<void> {
  const { server } = await installServerEditor(SERVER_EDITORS.newest);
  const { url, close } = await serveWorkbench({
    server,
    workspace,
    extension: repository,
    // The editor has a terminal: it is for nobody else on this machine.
    token: randomUUID(),
  });
  console.log(`\nOpen this address in a browser (Ctrl+C ends the editor):\n\n  ${url}\n`);
  await new Promise((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve));
  await close();
  await rm(temporary, { recursive: true, force: true });
}
