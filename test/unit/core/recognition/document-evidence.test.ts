import assert from 'node:assert/strict';
import { DocumentEvidence } from '../../../../src/core/recognition/document-evidence.ts';
import { FormIndex } from '../../../../src/core/recognition/form-index.ts';
import { Recogniser } from '../../../../src/core/recognition/recogniser.ts';
import { term } from '../terms.ts';
import { contextIn, explainedIn, READER, TextLines } from './documents.ts';

const FIELD = ['pytorch', 'import torch', 'from transformers', 'openai', 'deep learning', '深度学习'];

const recogniser = new Recogniser(
  FormIndex.of(
    [
      term('token', 'token|plain', '词元'),
      term('clip', 'CLIP|compound', '+import clip', '!.clip('),
      term('rlhf', 'RLHF|any'),
      term('reward-model', 'reward model', '奖励模型', '&rlhf'),
      term('temperature', 'temperature|plain', '~celsius', '~weather', '&sampling'),
      term('sampling', 'sampling|plain'),
      term('policy', 'policy|weak', '&reward-model', '&advantage'),
      term('advantage', 'advantage|plain'),
      term('decoder', 'decoder|plain'),
      term('vae', 'VAE'),
      term('vae-loss', 'VAE loss'),
      term('github', 'GitHub', '°'),
      term('diagrams', 'UML', '°'),
      term('sharpness', 'SAM|exact|shared', 'sharpness-aware minimization', '&optimizer'),
      term('segment-anything', 'SAM|exact|first', 'Segment Anything', '&mask'),
      term('optimizer', 'optimizer|plain'),
      term('mask', 'mask|plain'),
      term('transformers', 'transformers|exact|shared', '+from transformers'),
      term('transformer', 'Transformer|any|first'),
    ],
    FIELD,
  ),
);

const FILLER = 'for each item in the list, print its name.\n'.repeat(20);

/** A text too long to be given the benefit of the doubt, with a line at its end. */
const long = (line: string) => `${FILLER}${line}`;

describe('a document', () => {
  describe('speaks of AI', () => {
    for (const line of [
      'import torch',
      'from transformers import AutoModel',
      "import OpenAI from 'openai';",
      'A study of deep learning.',
      '本文介绍深度学习。',
      'RLHF needs a reward model.',
      'RLHF 训练奖励模型',
    ]) {
      it(`that says: ${line}`, () => assert.ok(contextIn(long(line), recogniser).speaksOfAi()));
    }

    it('that is too short to tell', () =>
      assert.deepEqual(contextIn('one token', recogniser).speaksOfAi(), { because: 'short' }));

    it('whose path says so', () =>
      assert.ok(contextIn(long(''), recogniser, { path: 'rlhf/reward_model.py' }).speaksOfAi()));

    it('far below, where lines around say so', () => {
      const text = `${'x '.repeat(40_000)}\n`.repeat(3) + FILLER + 'RLHF and a reward model\none token';
      assert.ok(contextIn(text, recogniser).speaksOfAi());
    });

    it('and says which words told', () => {
      const about = contextIn(long('RLHF needs a reward model.'), recogniser).speaksOfAi();
      assert.ok(about && typeof about.because !== 'string');
      assert.deepEqual(
        about.because.map(({ text, line }) => [text, line]),
        [
          ['RLHF', 20],
          ['reward model', 20],
        ],
      );
    });
  });

  describe('does not speak of AI', () => {
    for (const line of [
      'the decoder reads one token',
      'clip_data(mesh); clip_path(mesh)',
      'RLHF',
      'storch and torchlight',
      'to accelerate the delivery, light the torch',
      'token token decoder decoder',
      'UML on GitHub',
      'vae_dir, vae_file',
    ]) {
      it(`that says: ${line}`, () => assert.equal(contextIn(long(line), recogniser).speaksOfAi(), undefined));
    }

    it('whose beginning says nothing, however it ends', () => {
      const text = `token\n${'x '.repeat(2_000)}\n`.repeat(60) + 'import torch\n';
      assert.equal(contextIn(text, recogniser, { line: 0 }).speaksOfAi(), undefined);
    });
  });
});

describe('everyday words', () => {
  it('count where the document speaks of AI', () => {
    assert.equal(explainedIn(long('one token'), recogniser), '');
    assert.equal(explainedIn(`import torch\n${long('one token')}`, recogniser), 'token[token]');
  });

  it('do not count near words of another sense', () => {
    const chat = `import torch\n${FILLER}`;
    assert.equal(explainedIn(`${chat}temperature: 0.2`, recogniser), 'temperature[temperature]');
    assert.equal(explainedIn(`${chat}unit: 'celsius',\ntemperature: 21`, recogniser), '');
    assert.equal(
      explainedIn(`${chat}unit: 'celsius',${'\n'.repeat(9)}temperature: 0.2`, recogniser),
      'temperature[temperature]',
    );
  });

  it('are acronyms in small letters too', () => {
    assert.equal(explainedIn(long('the vae'), recogniser), '');
    assert.equal(explainedIn(`import torch\n${long('the vae')}`, recogniser), 'vae[vae]');
    assert.equal(explainedIn(long('the VAE'), recogniser), 'vae[VAE]');
  });
});

describe('words of many meanings', () => {
  const ai = `import torch\n${FILLER}`;
  it('count only near what vouches for them', () => {
    assert.equal(explainedIn(`${ai}the offload policy`, recogniser), '');
    assert.equal(explainedIn(`${ai}the reward model\nand the policy`, recogniser), 'policy[policy]');
    assert.equal(
      explainedIn(`${ai}advantage of the policy`, recogniser),
      'advantage[advantage] policy[policy]',
    );
  });

  it('and not where it is far', () => {
    assert.equal(explainedIn(`${ai}the reward model\n${'\n'.repeat(200)}the policy`, recogniser), '');
  });

  it('also below an import that vouches, but in no phrase of another sense', () => {
    const text = (line: string) => `import clip\nimport torch\n${'\n'.repeat(300)}${line}`;
    assert.equal(explainedIn(text('loss = clip_loss(x)'), recogniser), 'clip[clip]');
    assert.equal(explainedIn(text('model, preprocess = clip.load(name)'), recogniser), 'clip[clip]');
    assert.equal(explainedIn('model = clip.load(name)', recogniser), '');
    assert.equal(explainedIn(text('x.clip(0, 1)'), recogniser), '');
    assert.equal(explainedIn('import clip', recogniser), 'clip[clip]');
  });
});

describe('the senses of a form', () => {
  it('are ranked by what is around', () => {
    assert.equal(explainedIn('SAM', recogniser), 'segment-anything|sharpness[SAM]');
    assert.equal(explainedIn('the optimizer\nSAM', recogniser), 'sharpness|segment-anything[SAM]');
    assert.equal(explainedIn('a mask of\nSAM', recogniser), 'segment-anything|sharpness[SAM]');
  });

  it('are decided by a phrase that covers it', () => {
    assert.equal(
      explainedIn('from transformers import x', recogniser),
      'transformers|transformer[transformers]',
    );
    assert.equal(explainedIn('two transformers', recogniser), 'transformer|transformers[transformers]');
  });
});

describe('a phrase that vouches', () => {
  it('does not hide the plural of a form that it is', () => {
    const tools = new Recogniser(FormIndex.of([term('tool-calling', 'tool', 'tool call', '+tool_calls')]));
    assert.equal(explainedIn("raw: 'tool_calls'", tools), 'tool-calling[tool_calls]');
  });
});

describe('sensitivity', () => {
  const plain = long('one token for the policy');
  const ai = `import torch\n${plain}`;
  it('strict: everyday words want company too', () => {
    assert.equal(explainedIn(ai, recogniser, { sensitivity: 'strict' }), '');
    assert.equal(
      explainedIn('sampling\ntemperature', recogniser, { sensitivity: 'strict' }),
      'temperature[temperature]',
    );
  });
  it('balanced', () => assert.equal(explainedIn(ai, recogniser), 'token[token]'));
  it('eager: nothing has to vouch for everyday words, and the field for words of many meanings', () => {
    assert.equal(explainedIn(plain, recogniser, { sensitivity: 'eager' }), 'token[token]');
    assert.equal(explainedIn(ai, recogniser, { sensitivity: 'eager' }), 'token[token] policy[policy]');
    assert.equal(explainedIn(long('weather\ntemperature'), recogniser, { sensitivity: 'eager' }), '');
  });
});

describe('a reader', () => {
  it('mutes a form, however it is written, and no other', () => {
    const muted = { isMuted: (key: string) => key === 'rewardmodel' };
    assert.equal(explainedIn('RLHF with rewardModel', recogniser, muted), 'rlhf[RLHF]');
  });

  it('mutes what a muted form covers', () => {
    const muted = { isMuted: (key: string) => key === 'vaeloss' };
    assert.equal(explainedIn('VAE, VAE loss', recogniser, muted), 'vae[VAE]');
  });

  it('wants no cards in some places', () => {
    assert.equal(explainedIn('RLHF', recogniser, { isWanted: (place) => place !== 'code' }), '');
  });
});

describe('an edit', () => {
  const lines = () => new TextLines(`${FILLER}one token\n${FILLER}`);
  const speaks = (evidence: DocumentEvidence) => evidence.at(20, READER).speaksOfAi() !== undefined;

  it('changes what the document speaks of', () => {
    const text = lines();
    const evidence = new DocumentEvidence(recogniser, text);
    assert.equal(speaks(evidence), false);
    text.lines.splice(3, 1, 'import torch');
    evidence.edit(3, 1, 1);
    assert.equal(speaks(evidence), true);
    text.lines.splice(3, 1);
    evidence.edit(3, 2, 1);
    assert.equal(speaks(evidence), false);
  });

  it('reads again only the lines it touches', () => {
    const text = lines();
    const evidence = new DocumentEvidence(recogniser, text);
    speaks(evidence);
    let read: string[] = [];
    const signals = recogniser.signals.bind(recogniser);
    recogniser.signals = (line) => {
      read.push(line);
      return signals(line);
    };
    try {
      text.lines.splice(5, 1, 'a new', 'pair of lines');
      evidence.edit(5, 1, 2);
      speaks(evidence);
      assert.deepEqual(read, ['a new', 'pair of lines']);
      read = [];
      speaks(evidence);
      assert.deepEqual(read, []);
    } finally {
      recogniser.signals = signals;
    }
  });

  it('may bring more lines than can be moved', () => {
    const text = lines();
    const evidence = new DocumentEvidence(recogniser, text);
    speaks(evidence);
    text.lines.splice(1, 1, ...new Array<string>(50_000).fill('x'), 'import torch');
    evidence.edit(1, 1, 50_001);
    assert.equal(speaks(evidence), false);
    assert.ok(evidence.at(50_010, READER).speaksOfAi());
  });
});
