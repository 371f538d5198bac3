import assert from 'node:assert/strict';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { repository } from '../repository.ts';
import { Editor } from './editor.ts';

describe('a reader', function () {
  this.timeout(120_000);
  let editor: Editor;

  beforeEach(async () => {
    editor = await Editor.open();
  });

  afterEach(async function () {
    if (this.currentTest?.isFailed())
      await editor.picture(`failed-${this.currentTest.title.replaceAll(' ', '-')}`);
    await editor.close();
  });

  it('rests the pointer on a term, reads its card and opens the entry', async () => {
    await editor.openFile('generate_controlnet.py');
    const card = await editor.hoverOver('pipe = StableDiffusionControlNetPipeline', 'ControlNet');
    const text = await card.innerText();
    assert.match(text, /^ControlNet/);
    assert.match(text, /Also here: Stable Diffusion/);
    assert.match(text, /Insert snippet/);
    await editor.picture('hover');
    await card.getByText('Open entry').click();
    const page = await editor.entryPage();
    assert.equal(await page.locator('h1').innerText(), 'ControlNet');
  });

  it('searches a term, reads the entry and follows a related one', async () => {
    await editor.openFile('train_rlhf.py');
    await editor.runCommand('AI Terms: Explain Term');
    await editor.search('人类反馈');
    await editor.rows.filter({ hasText: 'Reinforcement learning from human feedback' }).first().waitFor();
    await editor.page.keyboard.press('Enter');
    const page = await editor.entryPage();
    assert.equal(await page.locator('h1').innerText(), 'Reinforcement learning from human feedback');
    assert.ok((await page.locator('.formula svg').count()) > 0, 'the formula is not typeset');
    await editor.picture('explain');
    await page.locator('[data-action=language]').click();
    assert.equal(await page.locator('h1').innerText(), '人类反馈强化学习');
    await page.locator('a[href="#ppo"]').first().click();
    await page.locator('h1', { hasText: '近端策略优化' }).waitFor();
    await page.locator('[data-action=back]').click();
    await page.locator('h1', { hasText: '人类反馈强化学习' }).waitFor();
  });

  it('looks up a word without an entry and is offered the nearest', async () => {
    await editor.openFile('meeting.txt');
    await editor.runCommand('AI Terms: Explain Term');
    await editor.search('contorlnet');
    await editor.page.locator('.quick-input-title', { hasText: 'No entry for “contorlnet”' }).waitFor();
    await editor.rows.filter({ hasText: 'ControlNet' }).first().waitFor();
  });

  it('looks up the word at the cursor and an identifier, and is told where there is no entry', async () => {
    await editor.openFile('gallery.css');
    await editor.page.keyboard.press('Control+End');
    await editor.page.keyboard.press('ArrowUp');
    await editor.page.keyboard.press('ArrowUp');
    await editor.page.keyboard.press('End');
    await editor.page.keyboard.press('ArrowLeft');
    await editor.page.keyboard.press('ArrowLeft');
    await editor.runCommand('AI Terms: Explain Term');
    await editor.page.locator('.quick-input-title', { hasText: 'No entry for' }).waitFor();
    await editor.search('reward_model');
    await editor.rows.filter({ hasText: 'Reward model' }).first().waitFor();
  });

  it('asks why a word is explained, mutes it and takes that back', async () => {
    await editor.openFile('train_rlhf.py');
    const card = await editor.hoverOver('kl_coef: float', 'kl_coef');
    await card.locator('a[title^="Why this card"]').click();
    await editor.page.locator('.quick-input-title', { hasText: 'Why is this explained' }).waitFor();
    await editor.rows.filter({ hasText: 'means this term wherever it stands' }).first().waitFor();
    await editor.picture('why');
    await editor.rows.filter({ hasText: 'in this workspace' }).click();
    await editor.notification('is not explained any more');
    await editor.page.locator('.notification-list-item').getByText('Undo').click();
    await editor.hoverOver('kl_coef: float', 'kl_coef');
  });

  it('lists the terms of a file and goes to one', async () => {
    await editor.openFile('finetune_lora.py');
    await editor.runCommand('AI Terms: List Terms in This File');
    await editor.page.locator('.quick-input-title', { hasText: 'Terms in this file' }).waitFor();
    await editor.search('LoRA');
    await editor.rows.filter({ hasText: 'LoRA' }).first().waitFor();
    await editor.picture('terms');
    await editor.page.keyboard.press('Enter');
    const page = await editor.entryPage();
    assert.equal(await page.locator('h1').innerText(), 'LoRA');
  });

  it('chooses a snippet by what it does and inserts it', async () => {
    await editor.openFile('reward.ts');
    await editor.runCommand('AI Terms: Insert Snippet');
    await editor.search('canny');
    await editor.rows.filter({ hasText: 'ai-canny' }).first().waitFor();
    await editor.page.locator('.tab', { hasText: 'ai-canny.ts' }).waitFor();
    await editor.picture('snippet');
    await editor.page.keyboard.press('Enter');
    await editor.notification('The snippet needs');
    assert.match(await editor.visibleText(), /import sharp from 'sharp'/);
    assert.equal(
      await editor.page.locator('.tab', { hasText: 'ai-canny.ts' }).count(),
      0,
      'the preview stays open',
    );
  });
});

describe('a reader who wants terms marked', function () {
  this.timeout(120_000);
  let editor: Editor;

  before(async () => {
    editor = await Editor.open({ settings: { 'aiTerms.highlight': 'first' } });
  });

  after(() => editor.close());

  it('sees the first use of each underlined, and no other', async () => {
    await editor.openFile('train_rlhf.py');
    const marked = async () =>
      editor.page
        .locator('.editor-instance .view-line span')
        .evaluateAll((spans) =>
          spans
            .filter((span) => getComputedStyle(span).textDecorationStyle === 'dotted')
            .map((span) => span.textContent),
        );
    for (let attempt = 0; attempt < 50 && (await marked()).length === 0; attempt++) {
      await editor.page.waitForTimeout(200);
    }
    const words = await marked();
    await editor.picture('highlights');
    assert.equal(words.filter((word) => word === 'RLHF').length, 1);
    assert.ok(words.includes('PPO') && !words.includes('dataclass'), words.join(', '));
  });
});

describe('a Chinese reader in the dark', function () {
  this.timeout(120_000);
  let editor: Editor;

  before(async () => {
    editor = await Editor.open({ theme: 'Default Dark Modern', locale: 'zh-CN' });
  });

  after(() => editor.close());

  it('reads a card over a term in a Chinese note', async () => {
    await editor.openFile('大模型笔记.md');
    const card = await editor.hoverOver('下一步准备做知识蒸馏', '知识蒸馏');
    assert.match(await card.innerText(), /^知识蒸馏 · Knowledge distillation/);
    await editor.picture('hover-zh');
  });

  it('finds a term by its Chinese alias, from a command with a Chinese title', async () => {
    await editor.runCommand('解释术语');
    await editor.search('偏好模型');
    await editor.rows.filter({ hasText: '奖励模型' }).first().waitFor();
    await editor.page.keyboard.press('Enter');
    const page = await editor.entryPage();
    assert.equal(await page.locator('h1').innerText(), '奖励模型');
  });
});

describe('a reader whose installation is damaged', function () {
  this.timeout(120_000);
  let editor: Editor;
  let extension: string;

  before(async () => {
    extension = await mkdtemp(path.join(tmpdir(), 'damaged-extension-'));
    for (const part of ['package.json', 'package.nls.json', 'l10n', 'dist']) {
      await cp(path.join(repository, part), path.join(extension, part), { recursive: true });
    }
    await writeFile(path.join(extension, 'dist/glossary/index.json'), '{"version":1,"terms":[');
    editor = await Editor.open({ extension });
  });

  after(async () => {
    await editor.close();
    await rm(extension, { recursive: true });
  });

  it('is told once what is wrong and what to do, and goes on editing', async () => {
    await editor.openFile('meeting.txt');
    await editor.runCommand('AI Terms: Explain Term');
    await editor.runCommand('AI Terms: Explain Term');
    await editor.notification('cannot read its glossary: its index is damaged. Reinstall the extension');
    assert.equal(await editor.page.locator('.notification-list-item').count(), 1);
    await editor.page.keyboard.press('Escape');
    await editor.openFile('gallery.css');
    assert.match(await editor.visibleText(), /clip-path/);
  });
});
