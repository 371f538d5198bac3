import assert from 'node:assert/strict';
import { searchSnippets } from '../../../../src/core/snippets/search-snippets.ts';
import type { Snippet } from '../../../../src/core/snippets/snippet.ts';

const canny = snippet({
  id: 'ai-canny',
  name: { en: 'Canny edge map', 'zh-CN': 'Canny 边缘图' },
  description: { en: 'The outlines of a picture', 'zh-CN': '提取图片的轮廓线' },
  terms: ['canny-edge-detection'],
  packages: [{ name: 'sharp', version: '0.35.5' }],
});
const controlnet = snippet({
  id: 'ai-controlnet-a1111',
  name: { en: 'ControlNet over the AUTOMATIC1111 API', 'zh-CN': '通过 AUTOMATIC1111 API 使用 ControlNet' },
  description: { en: 'Draw along a Canny edge map', 'zh-CN': '沿边缘图作画' },
  terms: ['controlnet'],
  packages: [],
});
const evaluation = snippet({
  id: 'ai-eval-loop',
  name: { en: 'Evaluation loop', 'zh-CN': '评估循环' },
  description: { en: 'Accuracy, latency and diversity of a model', 'zh-CN': '模型的准确率、延迟与多样性' },
  terms: ['evaluation', 'latency'],
  packages: [{ name: '@types/node', version: '24.0.0', dev: true }],
});
const all = [evaluation, controlnet, canny];

describe('searchSnippets', () => {
  it('lists everything for an empty query, in the given order', () =>
    assert.deepEqual(
      ids(' '),
      all.map(({ id }) => id),
    ));
  it('finds nothing for a word that is nowhere', () => assert.deepEqual(ids('kubernetes'), []));
  it('ignores case and full-width letters', () =>
    assert.deepEqual(ids('ＣＯＮＴＲＯＬnet'), ['ai-controlnet-a1111']));
  it('finds a word while it is typed', () => assert.deepEqual(ids('laten'), ['ai-eval-loop']));
  it('does not find the inside of a word', () => assert.deepEqual(ids('atency'), []));
  it('keeps letters and digits of a word together', () =>
    assert.deepEqual(ids('a1111'), ['ai-controlnet-a1111']));
  it('finds by what it does, in Chinese', () => assert.deepEqual(ids('轮廓'), ['ai-canny']));
  it('finds a single Chinese character', () => assert.deepEqual(ids('廓'), ['ai-canny']));
  it('finds Chinese words among others', () => assert.deepEqual(ids('怎么评估模型'), ['ai-eval-loop']));
  it('puts a name before a description', () =>
    assert.deepEqual(ids('canny'), ['ai-canny', 'ai-controlnet-a1111']));
  it('puts more words before better places', () =>
    assert.deepEqual(ids('canny draw'), ['ai-controlnet-a1111', 'ai-canny']));
  it('takes punctuation inside a word literally', () => assert.deepEqual(ids("it's 1.5 a_b"), []));
  it('finds by package', () => assert.deepEqual(ids('sharp'), ['ai-canny']));
  it('finds by the id of a term', () => assert.deepEqual(ids('canny-edge-detection')[0], 'ai-canny'));
  it('finds by a name of a term', () => {
    const names = new Map([['controlnet', ['ControlNet', '控制网络']]]);
    assert.deepEqual(searchSnippets(all, '控制网络', names), [controlnet]);
  });
});

function ids(query: string): readonly string[] {
  return searchSnippets(all, query).map(({ id }) => id);
}

function snippet(facts: Pick<Snippet, 'id' | 'name' | 'description' | 'terms' | 'packages'>): Snippet {
  return {
    ...facts,
    prefixes: [facts.id],
    registry: 'npm',
    scope: ['typescript'],
    extension: '.ts',
    fileTemplate: false,
    body: '',
    source: '',
  };
}
