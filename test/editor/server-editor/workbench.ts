import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import { writeLanguagePack } from './language-pack.ts';
import { startServer, type Server } from './server.ts';

/** What to open, and how. Paths are absolute. */
export interface WorkbenchOptions {
  /** VS Code's server-main.js. */
  readonly server: string;
  readonly workspace: string;
  readonly extension: string;
  /** A CommonJS module whose `run` holds the tests. */
  readonly tests?: string | undefined;
  /** `web` runs the extension's `browser` bundle in the web worker extension host. */
  readonly host?: 'node' | 'web' | undefined;
  /** A BCP 47 tag. */
  readonly locale?: string | undefined;
  /** What a browser has to know to be let in; without it everybody on this machine is. */
  readonly token?: string | undefined;
  /** Of the window; 1280 × 860 by default. */
  readonly size?: { readonly width: number; readonly height: number } | undefined;
  /** The user's settings. */
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
  /** Hears each message on the consoles of the workbench and its extension host. */
  readonly onConsole?: ((message: string) => void) | undefined;
}

/** A workbench that a person's own browser can open. */
export interface ServedWorkbench {
  readonly url: string;
  readonly server: Server;
  /** Ends everything and removes what it wrote. */
  close(): Promise<void>;
}

/** A workbench in a headless Chromium. */
export interface Workbench {
  readonly page: Page;
  /** The exit code of the tests; rejects when the server or the page ends before them. Pending when there are none. */
  readonly exitCode: Promise<number>;
  /** Ends everything and removes what it wrote. */
  close(): Promise<void>;
}

/** Keeps the editor from asking the network and from covering the workbench with offers. */
const QUIET = {
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.startupEditor': 'none',
  'chat.disableAIFeatures': true,
};

/** Serves a workbench on this machine. */
export async function serveWorkbench(options: WorkbenchOptions): Promise<ServedWorkbench> {
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'server-editor-'));
  const removeData = (): Promise<void> => rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
  try {
    await writeSettings(dataFolder, options);
    const locale = options.locale && (await writeLanguagePack(dataFolder, options.locale));
    const server = await startServer(options.server, { dataFolder, locale, token: options.token });
    return {
      url: workbenchUrl(server.authority, options),
      server,
      close: async () => {
        server.stop();
        await server.ended;
        await removeData();
      },
    };
  } catch (error) {
    await removeData();
    throw error;
  }
}

/** Serves a workbench and opens it. */
export async function openWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const { url, server, close } = await serveWorkbench(options);
  try {
    const browser = await launchChromium();
    const closeBoth = async (): Promise<void> => {
      // A Chromium that hangs never answers; playwright kills what is left of it when this process exits.
      await Promise.race([browser.close(), setTimeout(10_000, undefined, { ref: false })]);
      await close();
    };
    try {
      const page = await browser.newPage({
        viewport: options.size ?? { width: 1280, height: 860 },
        locale: options.locale ?? 'en-US',
      });
      await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) =>
        options.onConsole?.(args.map(String).join(' ')),
      );
      const exitCode = new Promise<number>((resolve, reject) => {
        void page.exposeFunction('codeAutomationExit', resolve);
        page.on('crash', () => reject(new Error("The editor's page crashed")));
        void server.ended.then((log) => reject(new Error(`The editor's server ended early:\n${log}`)));
      });
      // Nobody may be listening when the server is stopped.
      exitCode.catch(() => {});
      await page.goto(url);
      return { page, exitCode, close: closeBoth };
    } catch (error) {
      await browser.close();
      throw error;
    }
  } catch (error) {
    await close();
    throw error;
  }
}

async function writeSettings(
  dataFolder: string,
  { settings, host, extension }: WorkbenchOptions,
): Promise<void> {
  const written: Record<string, unknown> = { ...QUIET, ...settings };
  if (host === 'web') {
    // The workbench in a browser ignores the payload's extensionDevelopmentKind.
    const { publisher, name } = JSON.parse(await readFile(path.join(extension, 'package.json'), 'utf8')) as {
      readonly publisher: string;
      readonly name: string;
    };
    written['remote.extensionKind'] = { [`${publisher}.${name}`]: ['web'] };
  }
  const folder = path.join(dataFolder, 'data/User');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'settings.json'), JSON.stringify(written));
}

function workbenchUrl(authority: string, options: WorkbenchOptions): string {
  const remote = (file: string): string => `vscode-remote://${authority}${file}`;
  const payload = [
    ['extensionDevelopmentPath', remote(options.extension)],
    ['skipWelcome', 'true'],
  ];
  if (options.tests) payload.push(['extensionTestsPath', remote(options.tests)]);
  const query = new URLSearchParams({ folder: options.workspace, payload: JSON.stringify(payload) });
  if (options.token) query.set('tkn', options.token);
  return `http://${authority}/?${query.toString()}`;
}
