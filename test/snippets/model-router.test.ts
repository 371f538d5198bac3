import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { createFolder, load, removeFolder, type Use } from './run.ts';

interface Model {
  readonly name: string;
  readonly context: number;
  readonly vision: boolean;
  readonly input: number;
  readonly output: number;
  readonly p95Ms: number;
  readonly asOf: string;
}

interface Need {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly vision?: boolean;
  readonly maxPrice?: number;
  readonly maxLatencyMs?: number;
  readonly checkedSince?: string;
}

interface Exports {
  readonly MODELS: readonly Model[];
  priceOf(model: Model, need: Need): number;
  eligibleModels(need: Need, models?: readonly Model[]): Model[];
  route<R>(
    need: Need,
    call: (model: Model, signal: AbortSignal) => Promise<R>,
    options?: { readonly models?: readonly Model[]; readonly signal?: AbortSignal },
  ): Promise<{ readonly model: Model; readonly result: R }>;
}

/** The numbers of the stops. */
const [TIMEOUT, NAME, , , DATE] = [1, 2, 3, 4, 5];

const NEED: Need = { inputTokens: 1000, outputTokens: 500 };

const MODEL: Model = {
  name: 'one',
  context: 4000,
  vision: true,
  input: 2,
  output: 4,
  p95Ms: 500,
  asOf: '2026-11-24',
};

const day = fc.integer({ min: 1, max: 28 }).map((date) => `2026-11-${String(date).padStart(2, '0')}`);
const someModel: fc.Arbitrary<Model> = fc.record({
  name: fc.string({ unit: fc.constantFrom(...'abcdefgh'), minLength: 8, maxLength: 8 }),
  context: fc.integer({ min: 1, max: 4000 }),
  vision: fc.boolean(),
  input: fc.integer({ min: 0, max: 20 }),
  output: fc.integer({ min: 0, max: 20 }),
  p95Ms: fc.integer({ min: 1, max: 2000 }),
  asOf: day,
});
const someNeed: fc.Arbitrary<Need> = fc.record(
  {
    inputTokens: fc.integer({ min: 0, max: 500 }),
    outputTokens: fc.integer({ min: 0, max: 500 }),
    vision: fc.boolean(),
    maxPrice: fc.integer({ min: 0, max: 20 }).map((thousandths) => thousandths / 1000),
    maxLatencyMs: fc.integer({ min: 1, max: 2000 }),
    checkedSince: day,
  },
  { requiredKeys: ['inputTokens', 'outputTokens'] },
);

/** Told another way than the snippet tells it: what each constraint excludes. */
function broken(model: Model, need: Need): string[] {
  const millionths = need.inputTokens * model.input + need.outputTokens * model.output;
  const excluded = {
    context: need.inputTokens + need.outputTokens > model.context,
    vision: need.vision === true && !model.vision,
    price: need.maxPrice !== undefined && millionths > Math.round(1e6 * need.maxPrice),
    latency: need.maxLatencyMs !== undefined && model.p95Ms > need.maxLatencyMs,
    date:
      need.checkedSince !== undefined && Number(model.asOf.slice(-2)) < Number(need.checkedSince.slice(-2)),
  };
  return Object.entries(excluded).flatMap(([name, is]) => (is ? [name] : []));
}

describe('ai-model-router', function () {
  this.timeout(30_000);
  let folder: string;
  let exports: Exports;
  const use = (options?: Use) => load<Exports>(folder, 'ai-model-router', options);

  before(async () => {
    folder = createFolder();
    exports = await use();
  });
  after(() => removeFolder(folder));

  for (const format of ['module', 'commonjs'] as const) {
    it(`chooses from the example rows by what the request demands (${format})`, async () => {
      const { route } = await use({ format });
      const choose = async (need: Partial<Need>) =>
        (await route({ ...NEED, ...need }, ({ name }) => Promise.resolve(`by ${name}`))).result;
      assert.equal(await choose({}), 'by example-a');
      assert.equal(await choose({ vision: true }), 'by example-b');
      assert.equal(await choose({ inputTokens: 7500 }), 'by example-a');
      assert.equal(await choose({ inputTokens: 7501 }), 'by example-b');
      assert.equal(await choose({ inputTokens: 40_000 }), 'by example-c');
    });
  }

  it('never violates a constraint, leaves no other model out, and puts the cheapest first', () => {
    let [chosen, refused] = [0, 0];
    fc.assert(
      fc.property(fc.array(someModel, { maxLength: 12, size: 'max' }), someNeed, (models, need) => {
        const expected = models.filter((model) => broken(model, need).length === 0);
        if (expected.length === 0) {
          refused++;
          assert.throws(() => exports.eligibleModels(need, models));
          return;
        }
        chosen++;
        const before = [...models];
        const found = exports.eligibleModels(need, models);
        assert.deepEqual(models, before);
        assert.deepEqual(new Set(found), new Set(expected));
        assert.equal(found.length, expected.length);
        const prices = found.map((model) => exports.priceOf(model, need));
        assert.deepEqual(
          prices,
          [...prices].sort((a, b) => a - b),
        );
      }),
      { numRuns: 500 },
    );
    assert.ok(chosen > 50 && refused > 50, `${chosen} chosen, ${refused} refused`);
  });

  it('says which constraints excluded whom', () => {
    const name = fc.uniqueArray(someModel, { minLength: 1, maxLength: 4, selector: (model) => model.name });
    fc.assert(
      fc.property(name, someNeed, (models, need) => {
        fc.pre(models.every((model) => broken(model, need).length > 0));
        assert.throws(
          () => exports.eligibleModels(need, models),
          ({ message }: Error) => {
            const told = message.replace('No model meets the need: ', '').split('; ');
            assert.equal(told.length, models.length);
            for (const [i, model] of models.entries()) {
              const [, name = '', reasons = ''] = /^(\w+) \((.*)\)$/.exec(told[i] ?? '') ?? [];
              assert.equal(name, model.name);
              assert.deepEqual(
                [...reasons.matchAll(/(context|vision|price|latency|date): /g)].map(([, key]) => key),
                broken(model, need),
              );
            }
            return true;
          },
        );
      }),
    );
  });

  it('says how far each model is from the need', () => {
    const need = { ...NEED, vision: true, maxPrice: 0.002, maxLatencyMs: 400, checkedSince: '2026-11-25' };
    const blind = { ...MODEL, name: 'two', context: 1499, vision: false, input: 0, output: 0, p95Ms: 400 };
    assert.throws(() => exports.eligibleModels(need, [MODEL, blind]), {
      message:
        'No model meets the need: ' +
        'one (price: $0.004, at most $0.002, latency: 500 ms, at most 400 ms, date: 2026-11-24, not before 2026-11-25); ' +
        'two (context: 1500 tokens, at most 1499, vision: reads no images, date: 2026-11-24, not before 2026-11-25)',
    });
    assert.throws(() => exports.eligibleModels(need, []), {
      message: 'No model meets the need: there are none',
    });
  });

  it('takes a model that just meets the need', () => {
    const need = { ...NEED, maxPrice: 0.004, maxLatencyMs: 500, checkedSince: '2026-11-24', vision: true };
    assert.deepEqual(exports.eligibleModels(need, [{ ...MODEL, context: 1500 }]), [
      { ...MODEL, context: 1500 },
    ]);
  });

  it('keeps the order of the rows among equal prices', () => {
    const models = ['x', 'a', 'm'].map((name) => ({ ...MODEL, name }));
    assert.deepEqual(exports.eligibleModels(NEED, models), models);
  });

  for (const [key, value, constraint] of [
    ['context', NaN, 'context'],
    ['input', NaN, 'price'],
    ['output', NaN, 'price'],
    ['p95Ms', NaN, 'latency'],
    ['asOf', 'last week', 'date'],
  ] as const) {
    it(`does not trust a row with ${key}: ${value}`, () => {
      const message = new RegExp(
        `^No model meets the need: one \\(${constraint}: (?!.*, [a-z]+: ).*${value}.*\\)$`,
      );
      assert.throws(() => exports.eligibleModels(NEED, [{ ...MODEL, [key]: value }]), { message });
    });
  }

  it('refuses every row for a day that is none', () =>
    assert.throws(
      () => exports.eligibleModels({ ...NEED, checkedSince: 'spring' }, [MODEL]),
      /not before spring/,
    ));

  for (const tokens of [-1, NaN]) {
    it(`refuses ${tokens} tokens`, () => {
      const error = { name: 'RangeError', message: `Tokens have to be 0 or more: ${tokens} in, 1 out` };
      assert.throws(() => exports.eligibleModels({ inputTokens: tokens, outputTokens: 1 }), error);
      assert.throws(() => exports.eligibleModels({ inputTokens: 1, outputTokens: tokens }), {
        name: 'RangeError',
      });
    });
  }

  it('falls back to the next by price, among those that meet the need only', async () => {
    const models = [
      { ...MODEL, name: 'dear', input: 9 },
      { ...MODEL, name: 'blind', input: 0, vision: false },
      { ...MODEL, name: 'cheap', input: 1 },
      { ...MODEL, name: 'fair', input: 5 },
    ];
    const called: string[] = [];
    const call = ({ name }: Model) => {
      called.push(name);
      return name === 'dear' ? Promise.resolve('answer') : Promise.reject(new Error('busy'));
    };
    const { model, result } = await exports.route({ ...NEED, vision: true }, call, { models });
    assert.deepEqual([model.name, result, called], ['dear', 'answer', ['cheap', 'fair', 'dear']]);
  });

  it('tells what happened to each model when all have failed', async () => {
    const errors: Record<string, Error> = {
      one: new Error('answered 503'),
      two: new TypeError('fetch failed'),
    };
    const models = [MODEL, { ...MODEL, name: 'two', input: 3 }];
    await assert.rejects(
      exports.route(NEED, ({ name }) => Promise.reject(errors[name] ?? new Error()), { models }),
      (error: AggregateError) => {
        assert.equal(
          error.message,
          'Every model failed: one: Error: answered 503; two: TypeError: fetch failed',
        );
        assert.deepEqual(
          error.errors.map(({ cause }: Error) => cause),
          [errors['one'], errors['two']],
        );
        return true;
      },
    );
  });

  it('calls no model when none meets the need', async () => {
    let calls = 0;
    const call = () => Promise.resolve(calls++);
    await assert.rejects(
      exports.route({ inputTokens: 1e9, outputTokens: 0 }, call),
      /^Error: No model meets the need/,
    );
    assert.equal(calls, 0);
  });

  it('falls back after the time that was filled in', async () => {
    const { route } = await use({ values: { [TIMEOUT]: '30' } });
    const call = async ({ name }: Model, signal: AbortSignal) => {
      if (name === 'example-a') await sleep(5000, undefined, { signal });
      return name;
    };
    assert.equal((await route(NEED, call)).result, 'example-b');
    assert.equal((await route(NEED, call, { signal: new AbortController().signal })).result, 'example-b');
  });

  it('stops at an abort, without a fallback', async () => {
    const controller = new AbortController();
    const called: string[] = [];
    const result = exports.route(
      NEED,
      async ({ name }, signal) => {
        called.push(name);
        setTimeout(() => controller.abort(new Error('enough')), 10);
        await sleep(5000, undefined, { signal });
      },
      { signal: controller.signal },
    );
    await assert.rejects(result, { message: 'enough' });
    assert.deepEqual(called, ['example-a']);
    const call = () => Promise.resolve(called.push('after'));
    await assert.rejects(exports.route(NEED, call, { signal: controller.signal }), { message: 'enough' });
    assert.deepEqual(called, ['example-a']);
  });

  it('tells an abort from the failure of the last model', async () => {
    const controller = new AbortController();
    const call = () => {
      controller.abort(new Error('enough'));
      return Promise.reject(new Error('socket closed'));
    };
    await assert.rejects(exports.route(NEED, call, { models: [MODEL], signal: controller.signal }), {
      message: 'enough',
    });
  });

  it('holds what was filled in', async () => {
    const { MODELS } = await use({ values: { [NAME]: 'my-model', [DATE]: '2026-11-24' } });
    assert.deepEqual(
      MODELS.map(({ name, asOf }) => [name, asOf]),
      [
        ['my-model', '2026-11-24'],
        ['example-b', '2026-11-24'],
        ['example-c', '2026-11-24'],
      ],
    );
  });
});
