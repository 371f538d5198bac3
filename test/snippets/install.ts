// Installs what the snippets import and what proves them, in snippets/, unless this lock file is installed already.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { repository } from '../repository.ts';

const folder = path.join(repository, 'snippets');
const lock = createHash('sha256')
  .update(readFileSync(path.join(folder, 'package-lock.json')))
  .digest('hex');
const installed = path.join(folder, 'node_modules/.installed-lock');

if (!existsSync(installed) || readFileSync(installed, 'utf8') !== lock) {
  const npm = process.env['npm_execpath'];
  const [command, args] = npm ? [process.execPath, [npm, 'ci']] : ['npm', ['ci']];
  // onnxruntime-node would fetch CUDA libraries from another place; the CPU ones come with it.
  const env = { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' };
  const { status, error } = spawnSync(command, args, { cwd: folder, env, stdio: 'inherit', shell: !npm });
  if (error) throw error;
  if (status === 0) writeFileSync(installed, lock);
  process.exitCode = status ?? 1;
}
