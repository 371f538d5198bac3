import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const PLACES: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: [
    ...['/usr/bin/chromium', '/usr/bin/chromium-browser', '/snap/bin/chromium'],
    ...['/usr/bin/google-chrome', '/opt/google/chrome/chrome', '/usr/bin/microsoft-edge'],
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((variable) =>
    ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'].map((file) =>
      path.join(process.env[variable] ?? '', file),
    ),
  ),
};

/** Starts the machine's own Chromium, Chrome or Edge, headless; rejects with what to install without one. */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    // Whoever started it closes it; playwright's own handlers would end this process before it has cleaned up.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      // Chromium refuses to run its sandbox as root, as containers do.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
}

function findChromium(): string {
  const chosen = process.env['CHROMIUM_PATH'];
  const found = [...(chosen ? [chosen] : (PLACES[process.platform] ?? []))].find((file) => existsSync(file));
  if (found) return found;
  throw new Error(
    (chosen ? `CHROMIUM_PATH names no file: ${chosen}. ` : 'No Chromium, Chrome or Edge was found. ') +
      'On Debian: apt-get install chromium fonts-noto-cjk. Elsewhere install Chrome, or set CHROMIUM_PATH.',
  );
}
