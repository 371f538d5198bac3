// node test/editor/run-one.ts EDITOR HOST LOCALE: one editor, one extension host; see run.ts.
import { downloadAndUnzipVSCode, runTests, TestRunFailedError } from '@vscode/test-electron';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleSuite, HOSTS, type Host } from './bundle.ts';
import { repository } from '../repository.ts';
import { copySampleWorkspace } from './sample-workspace.ts';
import { installServerEditor, SERVER_EDITORS } from './server-editor/install.ts';

const [editor = '', host = '', locale = 'en'] = process.argv.slice(2);

/** The path of the editor's executable: downloaded, or our stand-in in front of a server from npm. */
async function findEditor(): Promise<string> {
  if (editor === 'newest' || editor === 'oldest') {
    return (await installServerEditor(SERVER_EDITORS[editor])).executable;
  }
  if (editor !== 'desktop') throw new Error(`"${editor}" is no editor: choose newest, oldest or desktop`);
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) {
    throw new Error('A desktop editor wants a display: xvfb-run -a npm run test:desktop');
  }
  return downloadAndUnzipVSCode({ cachePath: path.join(repository, '.vscode-test') });
}

function isHost(name: string): name is Host {
  return HOSTS.some((known) => known === name);
}

if (!isHost(host)) throw new Error(`"${host}" is no extension host: choose ${HOSTS.join(' or ')}`);
const vscodeExecutablePath = await findEditor();
const extensionTestsPath = await bundleSuite(host);
const temporary = await mkdtemp(path.join(tmpdir(), 'editor-run-'));
try {
  await runTests({
    vscodeExecutablePath,
    extensionDevelopmentPath: repository,
    extensionTestsPath,
    launchArgs: [
      await copySampleWorkspace(temporary),
      `--user-data-dir=${path.join(temporary, 'user')}`,
      `--locale=${locale}`,
      '--disable-extensions',
      ...(host === 'web' ? ['--extensionDevelopmentKind=web'] : []),
    ],
    // The stand-in runs on the same Node as this process.
    extensionTestsEnv: { PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env['PATH']}` },
  });
} catch (error) {
  if (!(error instanceof TestRunFailedError)) throw error;
  process.exitCode = error.code ?? 1;
} finally {
  await rm(temporary, { recursive: true, force: true, maxRetries: 5 });
}
