import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { repository } from '../repository.ts';
import { copySampleWorkspace } from '../editor/sample-workspace.ts';
import { installServerEditor, SERVER_EDITORS } from '../editor/server-editor/install.ts';
import { openWorkbench } from '../editor/server-editor/workbench.ts';

// A layer that takes too long is ended by SIGTERM: leaving by `exit` takes the server and Chromium along.
process.once('SIGTERM', () => process.exit(143));

/** Where pictures are saved: beside the README when they are to be renewed. */
const PICTURES = path.resolve(repository, process.env['SCREENSHOTS'] ?? '.vscode-test/screenshots');

/** What an editor is opened with. */
export interface EditorOptions {
  readonly theme?: 'Default Light Modern' | 'Default Dark Modern';
  /** The editor's language, a BCP 47 tag; English by default. */
  readonly locale?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The folder of the extension; the repository by default. */
  readonly extension?: string;
}

/** The editor as its user has it: what can be seen, pointed at and typed. */
export class Editor {
  readonly page: Page;
  readonly #close: () => Promise<void>;

  private constructor(page: Page, close: () => Promise<void>) {
    this.page = page;
    this.#close = close;
  }

  /** Opens an editor on a copy of the sample workspace. */
  static async open({
    theme = 'Default Light Modern',
    locale,
    settings,
    extension = repository,
  }: EditorOptions = {}): Promise<Editor> {
    const { server } = await installServerEditor(SERVER_EDITORS.newest);
    const temporary = await mkdtemp(path.join(tmpdir(), 'ui-'));
    const { page, close } = await openWorkbench({
      server,
      workspace: await copySampleWorkspace(temporary),
      extension,
      locale,
      size: { width: 1280, height: 800 },
      settings: {
        'workbench.colorTheme': theme,
        'editor.minimap.enabled': false,
        'breadcrumbs.enabled': false,
        'window.commandCenter': false,
        'workbench.reduceMotion': 'on',
        'workbench.secondarySideBar.defaultVisibility': 'hidden',
        ...settings,
      },
    });
    await page.locator('.monaco-workbench .explorer-folders-view').waitFor();
    return new Editor(page, async () => {
      await close();
      await rm(temporary, { recursive: true, force: true });
    });
  }

  close(): Promise<void> {
    return this.#close();
  }

  /** Opens a file by its name. */
  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press('Control+P');
    await this.#typeInQuickInput(name);
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().waitFor();
    await this.page.keyboard.press('Enter');
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
    await this.page.locator('.editor-instance .view-line').first().waitFor();
  }

  /** Runs a command as from the command palette. */
  async runCommand(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    const input = this.page.locator('.quick-input-widget input');
    await input.waitFor();
    await input.fill(`>${title}`);
    const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
    await row.waitFor();
    await row.click();
  }

  /** Types into the list that is open. */
  async search(text: string): Promise<void> {
    await this.#typeInQuickInput(text);
  }

  /** The rows of the list that is open. */
  get rows(): Locator {
    return this.page.locator('.quick-input-list .monaco-list-row');
  }

  /**
   * Rests the pointer on a word until its card shows; answers the card. Tries again while the extension starts.
   */
  async hoverOver(line: string, word: string): Promise<Locator> {
    const card = this.page
      .locator('.monaco-hover:not(.hidden)')
      .filter({ has: this.page.locator('.hover-contents'), hasNotText: 'Loading...' })
      .first();
    for (let attempt = 0; ; attempt++) {
      const { x, y } = await this.#positionOf(line, word);
      await this.page.mouse.move(x - 4, y);
      await this.page.mouse.move(x, y);
      try {
        await card.waitFor({ timeout: 3_000 });
        // The pictures of formulas come a moment later.
        await card
          .locator('img')
          .first()
          .waitFor({ timeout: 1_000 })
          .catch(() => undefined);
        return card;
      } catch (error) {
        if (attempt === 9) throw error;
        await this.page.mouse.move(5, 5);
      }
    }
  }

  /** The page in the panel beside the code, once it shows something. */
  async entryPage(): Promise<Locator> {
    const page = this.page
      .frameLocator('iframe.webview.ready')
      .frameLocator('iframe#active-frame')
      .locator('#entry');
    await page.locator('h1').waitFor({ timeout: 20_000 });
    return page;
  }

  /** The text of the editor that has the focus, as far as it is on the screen. */
  async visibleText(): Promise<string> {
    const lines = await this.page.locator('.editor-group-container.active .view-line').allInnerTexts();
    return lines.join('\n').replaceAll('\u00a0', ' ');
  }

  /** Opens the notifications, which an editor under a test driver keeps to itself, and waits for one. */
  async notification(text: string): Promise<void> {
    await this.page.locator('[id="status.notifications"]').click();
    await this.page.locator('.notifications-center .notification-list-item', { hasText: text }).waitFor();
  }

  async picture(name: string): Promise<void> {
    mkdirSync(PICTURES, { recursive: true });
    await this.page.screenshot({ path: path.join(PICTURES, `${name}.png`), animations: 'disabled' });
  }

  async #typeInQuickInput(text: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input');
    await input.waitFor();
    await input.fill(text);
  }

  async #positionOf(line: string, word: string): Promise<{ x: number; y: number }> {
    const row = this.page
      .locator('.view-line')
      .filter({ hasText: line.replaceAll(' ', '\u00a0') })
      .first();
    await row.waitFor();
    return row.evaluate((element, wanted) => {
      const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      const nodes: { node: Text; from: number }[] = [];
      let text = '';
      while (texts.nextNode()) {
        const node = texts.currentNode as Text;
        nodes.push({ node, from: text.length });
        text += node.data.replaceAll('\u00a0', ' ');
      }
      const at = text.indexOf(wanted) + Math.floor(wanted.length / 2);
      const found = nodes.findLast(({ from }) => from <= at);
      if (!found) throw new Error(`"${wanted}" is not on the line "${text}"`);
      const range = document.createRange();
      range.setStart(found.node, at - found.from);
      range.setEnd(found.node, at - found.from + 1);
      const box = range.getBoundingClientRect();
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    }, word);
  }
}
