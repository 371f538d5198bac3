/** A constant of a model: 64-bit whole numbers, or 32-bit floats. */
export interface Constant {
  readonly name: string;
  readonly type: 'int64' | 'float';
  readonly dims: readonly number[];
  readonly values: readonly number[];
}

/** One operator. Its attributes are whole numbers or lists of them. */
export interface Node {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
}

/** What goes in or comes out. A dimension with a name may have any size. */
export interface Value {
  readonly name: string;
  readonly type: 'int64' | 'float';
  readonly dims: readonly (number | string)[];
}

export interface Model {
  readonly inputs: readonly Value[];
  readonly output: Value;
  readonly constants: readonly Constant[];
  readonly nodes: readonly Node[];
}

/** The numbers of fields and types are those of onnx.proto. */
const TYPES = { float: 1, int64: 7 };
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_INTS = 7;

/** A model as the bytes of an .onnx file, with operator set 12. */
export function encodeOnnx({ inputs, output, constants, nodes }: Model): Buffer {
  const graph = message([
    ...nodes.map((node) => bytes(1, encodeNode(node))),
    text(2, 'graph'),
    ...constants.map((constant) => bytes(5, encodeConstant(constant))),
    ...inputs.map((value) => bytes(11, encodeValue(value))),
    bytes(12, encodeValue(output)),
  ]);
  const operators = message([text(1, ''), number(2, 12)]);
  return message([number(1, 7), bytes(7, graph), bytes(8, operators)]);
}

function encodeNode({ op, inputs, output, attributes = {} }: Node): Buffer {
  return message([
    ...inputs.map((name) => text(1, name)),
    text(2, output),
    text(4, op),
    ...Object.entries(attributes).map(([name, value]) => bytes(5, encodeAttribute(name, value))),
  ]);
}

function encodeAttribute(name: string, value: number | readonly number[]): Buffer {
  return typeof value === 'number'
    ? message([text(1, name), number(3, value), number(20, ATTRIBUTE_INT)])
    : message([text(1, name), ...value.map((item) => number(8, item)), number(20, ATTRIBUTE_INTS)]);
}

function encodeConstant({ name, type, dims, values }: Constant): Buffer {
  const array = type === 'float' ? Float32Array.from(values) : BigInt64Array.from(values, BigInt);
  const raw = Buffer.from(array.buffer);
  return message([
    ...dims.map((size) => number(1, size)),
    number(2, TYPES[type]),
    text(8, name),
    bytes(9, raw),
  ]);
}

function encodeValue({ name, type, dims }: Value): Buffer {
  const sizes = dims.map((size) => (typeof size === 'number' ? number(1, size) : text(2, size)));
  const shape = message(sizes.map((size) => bytes(1, size)));
  const tensor = message([number(1, TYPES[type]), bytes(2, shape)]);
  return message([text(1, name), bytes(2, message([bytes(1, tensor)]))]);
}

// Protocol Buffers

function message(fields: readonly Buffer[]): Buffer {
  return Buffer.concat(fields);
}

function number(field: number, value: number): Buffer {
  return Buffer.from([...varint(field << 3), ...varint(value)]);
}

function bytes(field: number, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([...varint((field << 3) | 2), ...varint(value.length)]), value]);
}

function text(field: number, value: string): Buffer {
  return bytes(field, Buffer.from(value));
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}
