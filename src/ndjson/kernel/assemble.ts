import { memoryOpcodes, namedOpcodes, plainOpcodes, valueTypes } from './opcodes.ts';

type Node = string | readonly Node[];

interface FunctionDraft {
  readonly name: string;
  readonly exported: string | undefined;
  readonly params: readonly string[];
  readonly results: readonly string[];
  readonly paramNames: readonly string[];
  readonly body: readonly Node[];
}

/** What names stand for inside a function, and what was emitted so far. */
interface Scope {
  readonly functionName: string;
  readonly names: Readonly<Record<'local' | 'global' | 'function', readonly string[]>>;
  readonly labels: string[];
  readonly out: number[];
}

/**
 * Turns the text of a WebAssembly module into its bytes: the subset of the text format that our kernel is written in.
 * One imported memory `(import "host" "memory" (memory PAGES))`, mutable i32 globals, functions with named parameters
 * and locals, folded instructions, named `block` and `loop`, `if`/`then`/`else`. Throws an Error that names what it
 * does not know. It is here so that the kernel ships as readable text and needs no compiler to be changed.
 */
export function assembleModule(text: string): Uint8Array<ArrayBuffer> {
  const [module] = parseText(text);
  if (!Array.isArray(module) || module[0] !== 'module') throw new Error('Not a (module …).');
  const fields = module.slice(1) as Node[][];
  const memory = fields.find((it) => it[0] === 'import');
  const globals = fields.filter((it) => it[0] === 'global').map((it) => String(it[1]));
  const drafts = fields.filter((it) => it[0] === 'func').map(draftFunction);
  if (!memory) throw new Error('A module imports its memory.');
  const functions = drafts.map((it) => it.name);
  const pages = Number((memory[3] as Node[])[1]);
  const types = drafts.map((it) => [
    0x60,
    ...vector(it.params.map(typeByte)),
    ...vector(it.results.map(typeByte)),
  ]);
  const imports = [[...name(String(memory[1])), ...name(String(memory[2])), 0x02, 0x00, ...unsigned(pages)]];
  const exports = drafts.flatMap((it, i) =>
    it.exported ? [[...name(it.exported), 0x00, ...unsigned(i)]] : [],
  );
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, types),
    ...section(2, imports),
    ...section(3, [...drafts.keys()].map(unsigned)),
    ...section(
      6,
      globals.map(() => [0x7f, 0x01, 0x41, 0x00, 0x0b]),
    ),
    ...section(7, exports),
    ...section(
      10,
      drafts.map((it) => encodeFunction(it, functions, globals)),
    ),
  ]);
}

function parseText(text: string): Node[] {
  const tokens = text.replace(/;;[^\n]*/g, '').match(/"[^"]*"|[()]|[^\s()"]+/g) ?? [];
  const stack: Node[][] = [[]];
  for (const token of tokens) {
    if (token === '(') stack.push([]);
    else if (token === ')') {
      const done = stack.pop();
      if (!done || !stack.length) throw new Error('A ) too many.');
      stack.at(-1)?.push(done);
    } else stack.at(-1)?.push(token.startsWith('"') ? token.slice(1, -1) : token);
  }
  if (stack.length !== 1) throw new Error('A ) is missing.');
  return stack[0] ?? [];
}

function draftFunction(field: readonly Node[]): FunctionDraft {
  const rest = field.slice(2);
  const params = rest.filter((it) => isList(it, 'param')) as Node[][];
  const exported = rest.find((it) => isList(it, 'export'));
  return {
    name: String(field[1]),
    exported: exported && String(exported[1]),
    params: params.map((it) => String(it[2])),
    results: rest.filter((it) => isList(it, 'result')).map((it) => String(it[1])),
    paramNames: params.map((it) => String(it[1])),
    body: rest.filter((it) => !isList(it, 'param') && !isList(it, 'result') && !isList(it, 'export')),
  };
}

function encodeFunction(
  draft: FunctionDraft,
  functions: readonly string[],
  globals: readonly string[],
): number[] {
  const locals = draft.body.filter((it) => isList(it, 'local')) as Node[][];
  const scope: Scope = {
    functionName: draft.name,
    names: {
      local: [...draft.paramNames, ...locals.map((it) => String(it[1]))],
      global: globals,
      function: functions,
    },
    labels: [],
    out: [],
  };
  emitAll(
    scope,
    draft.body.filter((it) => !isList(it, 'local')),
  );
  const types = locals.map((it) => [1, typeByte(String(it[2]))]);
  return vector([...unsigned(types.length), ...types.flat(), ...scope.out, 0x0b]);
}

function emitAll(scope: Scope, nodes: readonly Node[]): void {
  for (const node of nodes) emit(scope, node);
}

function emit(scope: Scope, node: Node): void {
  if (typeof node === 'string') throw new Error(`${scope.functionName}: write (${node}).`);
  const op = String(node[0]);
  const operands = node.slice(1);
  const named = namedOpcodes[op];
  const plain = plainOpcodes[op];
  if (op === 'block' || op === 'loop') {
    emitBlock(scope, op === 'loop' ? 0x03 : 0x02, String(node[1]), undefined, () =>
      emitAll(scope, node.slice(2)),
    );
  } else if (op === 'if') emitIf(scope, operands);
  else if (op === 'i32.const') scope.out.push(0x41, ...signed(Number(node[1])));
  // (v128.const i8x16 b b b …): sixteen bytes.
  else if (op === 'v128.const') scope.out.push(0xfd, 0x0c, ...node.slice(2).map(Number));
  else if (memoryOpcodes[op]) emitAccess(scope, memoryOpcodes[op], operands);
  else if (named) {
    emitAll(scope, node.slice(2));
    scope.out.push(named.opcode, ...unsigned(lookUp(scope, named.names, String(node[1]))));
  } else if (plain) {
    emitAll(scope, operands);
    scope.out.push(...plain);
  } else throw new Error(`${scope.functionName}: ${op} is not an instruction we know.`);
}

function emitBlock(
  scope: Scope,
  opcode: number,
  label: string,
  result: string | undefined,
  fill: () => void,
): void {
  scope.out.push(opcode, result === undefined ? 0x40 : typeByte(result));
  scope.labels.push(label);
  fill();
  scope.labels.pop();
  scope.out.push(0x0b);
}

/** (if (result TYPE)? CONDITION (then …) (else …)?) */
function emitIf(scope: Scope, parts: readonly Node[]): void {
  const result = parts.find((it) => isList(it, 'result'));
  const then = parts.find((it) => isList(it, 'then'));
  const otherwise = parts.find((it) => isList(it, 'else'));
  emitAll(
    scope,
    parts.filter((it) => it !== result && it !== then && it !== otherwise),
  );
  emitBlock(scope, 0x04, '', result && String(result[1]), () => {
    emitAll(scope, then?.slice(1) ?? []);
    if (otherwise) scope.out.push(0x05);
    emitAll(scope, otherwise?.slice(1) ?? []);
  });
}

function emitAccess(scope: Scope, opcode: readonly number[], operands: readonly Node[]): void {
  const [first] = operands;
  const offset = typeof first === 'string' ? Number(first.replace('offset=', '')) : undefined;
  emitAll(scope, offset === undefined ? operands : operands.slice(1));
  scope.out.push(...opcode, 0x00, ...unsigned(offset ?? 0));
}

/** The number a name stands for; a label's is how many blocks lie between. */
function lookUp(scope: Scope, among: 'local' | 'global' | 'function' | 'label', wanted: string): number {
  const at = among === 'label' ? scope.labels.lastIndexOf(wanted) : scope.names[among].indexOf(wanted);
  if (at === -1) throw new Error(`${scope.functionName}: there is no ${among} ${wanted}.`);
  return among === 'label' ? scope.labels.length - 1 - at : at;
}

function isList(node: Node, head: string): node is readonly Node[] {
  return Array.isArray(node) && node[0] === head;
}

function section(id: number, items: readonly (readonly number[])[]): number[] {
  return [id, ...vector([...unsigned(items.length), ...items.flat()])];
}

/** Bytes after their number. */
function vector(bytes: readonly number[]): number[] {
  return [...unsigned(bytes.length), ...bytes];
}

function name(text: string): number[] {
  return vector([...new TextEncoder().encode(text)]);
}

function typeByte(type: string): number {
  const byte = valueTypes[type];
  if (byte === undefined) throw new Error(`${type} is not a type we know.`);
  return byte;
}

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): number[] {
  const byte = value & 0x7f;
  const rest = value >> 7;
  const isLast = (rest === 0 && (byte & 0x40) === 0) || (rest === -1 && (byte & 0x40) !== 0);
  return isLast ? [byte] : [byte | 0x80, ...signed(rest)];
}
