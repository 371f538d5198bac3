import * as vscode from 'vscode';
import type { GlossaryIndex } from '../../../src/core/glossary/glossary.ts';
import type { TermName } from '../../../src/core/glossary/entry.ts';
import { ARTICLE_TERMS } from '../../article-terms.ts';
import * as assert from './assert.ts';
import { extension } from './extension.ts';
import { cardsAt, openText, surfaceOf } from './hover.ts';

describe('hovers', () => {
  const terms = new Map<string, TermName>();

  before(async () => {
    await extension().activate();
    const file = vscode.Uri.joinPath(extension().extensionUri, 'dist/glossary/index.json');
    const index = JSON.parse(
      new TextDecoder().decode(await vscode.workspace.fs.readFile(file)),
    ) as GlossaryIndex;
    for (const term of index.terms) terms.set(term.id, term);
  });

  describe('show the right card with the exact range', () => {
    const places: readonly [
      place: string,
      language: string,
      line: (article: (typeof ARTICLE_TERMS)[number]) => readonly [text: string, surface: string],
    ][] = [
      ['an English comment', 'python', ({ en }) => [`# about ${en}, see the paper`, en]],
      ['a Chinese comment', 'python', ({ zh }) => [`# 这里用到了${zh}，见论文`, zh]],
      ['an English string', 'typescript', ({ en }) => [`console.log("about ${en}: yes");`, en]],
      ['a Chinese string', 'typescript', ({ zh }) => [`console.log("关于${zh}。");`, zh]],
      [
        'an identifier',
        'typescript',
        ({ identifier, part = identifier }) => [`const x = ${identifier}();`, part],
      ],
    ];
    for (const [place, language, line] of places) {
      it(`for each of the article’s terms in ${place}`, async () => {
        const lines = ARTICLE_TERMS.map(line);
        const document = await openText(lines.map(([text]) => text).join('\n'), language);
        const wrong: string[] = [];
        for (const [i, { id }] of ARTICLE_TERMS.entries()) {
          const [text = '', surface = ''] = lines[i] ?? [];
          const at = text.lastIndexOf(surface) + (surface.length >> 1);
          const [card, ...more] = await cardsAt(document, i, at);
          const names = Object.values(terms.get(id)?.name ?? {});
          const right =
            card && more.length === 0 && names.every((name) => plain(card.firstLine).includes(name));
          if (!right || surfaceOf(card, document) !== surface) {
            wrong.push(
              `${id} in ${text}: ${card ? `${card.firstLine} on "${surfaceOf(card, document)}"` : 'no card'}`,
            );
          }
        }
        assert.equal(wrong, []);
      });
    }
  });

  describe('work', () => {
    const content = 'About RLHF and 知识蒸馏.';
    const shows = async (document: vscode.TextDocument) => {
      assert.equal(
        (await cardsAt(document, 0, 7)).map((card) => surfaceOf(card, document)),
        ['RLHF'],
      );
      assert.equal(
        (await cardsAt(document, 0, 17)).map((card) => surfaceOf(card, document)),
        ['知识蒸馏'],
      );
    };

    for (const language of [
      'plaintext',
      'markdown',
      'python',
      'typescript',
      'go',
      'css',
      'json',
      'yaml',
      'shellscript',
    ]) {
      it(`in ${language}`, async () => shows(await openText(content, language)));
    }

    it('in a file of the workspace', async () => {
      const [folder] = vscode.workspace.workspaceFolders ?? [];
      assert.ok(folder, 'no workspace is open');
      const file = vscode.Uri.joinPath(folder.uri, 'training/train_rlhf.py');
      const document = await vscode.workspace.openTextDocument(file);
      const line = document
        .getText()
        .split('\n')
        .findIndex((text) => text.includes('kl_coef: float'));
      const [card] = await cardsAt(document, line, 7);
      assert.equal(card && surfaceOf(card, document), 'kl_coef');
    });

    it('in a document of another scheme', async () => {
      const provider = vscode.workspace.registerTextDocumentContentProvider('ai-terms-test', {
        provideTextDocumentContent: () => content,
      });
      try {
        await shows(await vscode.workspace.openTextDocument(vscode.Uri.parse('ai-terms-test:/note.txt')));
      } finally {
        provider.dispose();
      }
    });

    it('in the cells of a notebook', async () => {
      const cells = [
        new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, content, 'markdown'),
        new vscode.NotebookCellData(vscode.NotebookCellKind.Code, content, 'python'),
      ];
      const notebook = await vscode.workspace.openNotebookDocument(
        'jupyter-notebook',
        new vscode.NotebookData(cells),
      );
      for (const cell of notebook.getCells()) await shows(cell.document);
    });
  });

  it('put the term under the pointer first and offer the others of its identifier', async () => {
    const document = await openText('pipe = StableDiffusionControlNetPipeline()', 'python');
    const [first] = await cardsAt(document, 0, 10);
    const [second] = await cardsAt(document, 0, 25);
    assert.match(first?.firstLine ?? '', /Stable Diffusion/);
    assert.match(first?.markdown ?? '', /Also here: \[ControlNet\]\(command:aiTerms\.explainTerm/);
    assert.match(second?.firstLine ?? '', /ControlNet/);
    assert.match(second?.markdown ?? '', /Also here: \[Stable Diffusion\]/);
  });

  it('show nothing where the word means something else', async () => {
    const document = await openText('x = np.clip(x, 0, 1)\npay attention to authToken\n', 'python');
    for (const [line, character] of [
      [0, 9],
      [1, 6],
      [1, 22],
    ] as const) {
      assert.equal(await cardsAt(document, line, character), []);
    }
  });

  it('take an everyday word for a term only in a document that speaks of AI', async () => {
    const filler = 'total := add(price, discount) // the sum of the order\n'.repeat(20);
    const go = await openText(`${filler}decoder := json.NewDecoder(body) // reads one token\n`, 'go');
    assert.equal(await cardsAt(go, 20, 2), []);
    assert.equal(await cardsAt(go, 20, 48), []);
    const python = await openText(`import torch\n${filler}decoder = build(token)\n`, 'python');
    assert.equal((await cardsAt(python, 21, 2)).length, 1);
    assert.equal((await cardsAt(python, 21, 18)).length, 1);
  });

  it('read the cells of a notebook as one document', async () => {
    const filler = 'total = add(price, discount)  # the sum of the order\n'.repeat(20);
    const cells = (first: string) => [
      new vscode.NotebookCellData(vscode.NotebookCellKind.Code, first, 'python'),
      new vscode.NotebookCellData(vscode.NotebookCellKind.Code, `decoder = build()\n${filler}`, 'python'),
    ];
    for (const [first, cards] of [
      ['import torch', 1],
      ['import csv', 0],
    ] as const) {
      const data = new vscode.NotebookData(cells(first));
      const notebook = await vscode.workspace.openNotebookDocument('jupyter-notebook', data);
      assert.equal((await cardsAt(notebook.cellAt(1).document, 0, 2)).length, cards, first);
    }
  });

  it('trust a card with no command but the extension’s own', async () => {
    const document = await openText('RLHF');
    const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      new vscode.Position(0, 1),
    );
    const [content] = hover?.contents ?? [];
    assert.ok(content instanceof vscode.MarkdownString, 'the card is no Markdown');
    assert.equal(content.supportHtml ?? false, false);
    const commands = new Set([...content.value.matchAll(/command:([\w.]+)/g)].map((match) => match[1]));
    for (const command of commands)
      assert.match(command ?? '', /^aiTerms\.(explainTerm|insertSnippet|explainMatch)$/);
  });

  describe('follow the settings', () => {
    const settings = () => vscode.workspace.getConfiguration('aiTerms');

    it('in the language of cards', async () => {
      await settings().update('language', 'zh-CN', vscode.ConfigurationTarget.Global);
      try {
        const [card] = await cardsAt(await openText('RLHF'), 0, 1);
        assert.match(card?.firstLine ?? '', /^\*\*人类反馈强化学习\*\*/);
        assert.match(card?.markdown ?? '', /查看词条/);
      } finally {
        await settings().update('language', undefined, vscode.ConfigurationTarget.Global);
      }
    });

    const cases: readonly [
      what: string,
      setting: string,
      value: unknown,
      content: string,
      language: string,
      character: number,
    ][] = [
      ['being switched off', 'hover.enabled', false, 'RLHF', 'plaintext', 1],
      ['muted words', 'muted', ['reward-model'], 'the rewardModel', 'plaintext', 6],
      ['places: no strings', 'places', { string: false }, "x = 'RLHF'", 'python', 6],
      ['places: no comments', 'places', { comment: false }, 'x = 1  # RLHF', 'python', 10],
      ['places: no code', 'places', { code: false }, 'rlhf = 1', 'python', 1],
      ['places: no prose', 'places', { prose: false }, 'about RLHF', 'markdown', 7],
      ['excluded files', 'exclude', { '**/*': true }, 'RLHF', 'plaintext', 1],
    ];
    for (const [what, setting, value, content, language, character] of cases) {
      it(`in ${what}`, async () => {
        const document = await openText(content, language);
        assert.equal((await cardsAt(document, 0, character)).length, 1, 'no card before');
        await settings().update(setting, value, vscode.ConfigurationTarget.Global);
        try {
          assert.equal(await cardsAt(document, 0, character), []);
        } finally {
          await settings().update(setting, undefined, vscode.ConfigurationTarget.Global);
        }
        assert.equal((await cardsAt(document, 0, character)).length, 1, 'no card after');
      });
    }

    it('in sensitivity', async () => {
      const document = await openText(`${'plain business code\n'.repeat(30)}one token`, 'plaintext');
      assert.equal(await cardsAt(document, 30, 5), []);
      await settings().update('sensitivity', 'eager', vscode.ConfigurationTarget.Global);
      try {
        assert.equal((await cardsAt(document, 30, 5)).length, 1);
      } finally {
        await settings().update('sensitivity', undefined, vscode.ConfigurationTarget.Global);
      }
    });
  });

  it('follow the document as it is edited', async () => {
    const filler = 'total := add(price, discount) // the sum of the order\n'.repeat(20);
    const document = await openText(`${filler}one token\n`, 'go');
    assert.equal(await cardsAt(document, 20, 5), []);
    const edit = async (change: (edit: vscode.WorkspaceEdit) => void) => {
      const workspaceEdit = new vscode.WorkspaceEdit();
      change(workspaceEdit);
      assert.ok(await vscode.workspace.applyEdit(workspaceEdit), 'the edit was refused');
    };
    await edit((change) =>
      change.insert(document.uri, new vscode.Position(0, 0), '// about RLHF\n// and LoRA\n'),
    );
    assert.equal((await cardsAt(document, 22, 5)).length, 1);
    await edit((change) => change.delete(document.uri, new vscode.Range(0, 0, 2, 0)));
    assert.equal(await cardsAt(document, 20, 5), []);
  });

  describe('stand up to', () => {
    const megabyte = `${'x = y; '.repeat(75_000)}RLHF${' z'.repeat(250_000)}`;
    const texts: readonly [what: string, content: string, character: number, surface: string | undefined][] =
      [
        ['an empty document', '', 0, undefined],
        ['a line of a megabyte', megabyte, megabyte.indexOf('RLHF') + 1, 'RLHF'],
        ['a megabyte of one letter', 'a'.repeat(1_000_000), 500_000, undefined],
        ['a megabyte of Chinese', '模'.repeat(1_000_000), 500_000, undefined],
        ['lone surrogates', '\ud83d RLHF \udc00', 3, 'RLHF'],
        ['what looks like a binary file', '\u0000\u0001\u0002\ufffd\u0000PNG\u0000 RLHF \u0000', 10, 'RLHF'],
      ];
    for (const [what, content, character, surface] of texts) {
      it(what, async () => {
        const document = await openText(content);
        const cards = await cardsAt(document, 0, character);
        assert.equal(
          cards.map((card) => surfaceOf(card, document)),
          surface === undefined ? [] : [surface],
        );
      });
    }
  });
});

/** Markdown without its escapes and emphasis. */
function plain(markdown: string): string {
  return markdown.replace(/\\(.)/g, '$1').replaceAll('**', '');
}
