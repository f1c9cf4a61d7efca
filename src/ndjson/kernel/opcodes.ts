/** The instructions of WebAssembly that the kernel's text may use, with their bytes. A new one is one line. */
export const plainOpcodes: Readonly<Record<string, readonly number[]>> = {
  unreachable: [0x00],
  return: [0x0f],
  drop: [0x1a],
  select: [0x1b],
  'i32.eqz': [0x45],
  'i32.eq': [0x46],
  'i32.ne': [0x47],
  'i32.lt_s': [0x48],
  'i32.lt_u': [0x49],
  'i32.gt_s': [0x4a],
  'i32.gt_u': [0x4b],
  'i32.le_s': [0x4c],
  'i32.le_u': [0x4d],
  'i32.ge_s': [0x4e],
  'i32.ge_u': [0x4f],
  'i32.ctz': [0x68],
  'i32.add': [0x6a],
  'i32.sub': [0x6b],
  'i32.mul': [0x6c],
  'i32.and': [0x71],
  'i32.or': [0x72],
  'i32.xor': [0x73],
  'i32.shl': [0x74],
  'i32.shr_u': [0x76],
  'i32.rotl': [0x77],
  'i8x16.splat': [0xfd, 0x0f],
  'i8x16.eq': [0xfd, 0x23],
  'i8x16.le_u': [0xfd, 0x2a],
  'i8x16.sub': [0xfd, 0x71],
  'v128.and': [0xfd, 0x4e],
  'v128.or': [0xfd, 0x50],
  'v128.any_true': [0xfd, 0x53],
  'i8x16.bitmask': [0xfd, 0x64],
};

/** Loads and stores: their bytes and the alignment they promise (none: addresses here are of any kind). */
export const memoryOpcodes: Readonly<Record<string, readonly number[]>> = {
  'i32.load': [0x28],
  'i32.load8_u': [0x2d],
  'i32.load16_u': [0x2f],
  'i32.store': [0x36],
  'i32.store8': [0x3a],
  'v128.load': [0xfd, 0x00],
};

export const valueTypes: Readonly<Record<string, number>> = { i32: 0x7f, v128: 0x7b };

/** Instructions followed by a name, and what it is a name of. */
export const namedOpcodes: Readonly<
  Record<string, { readonly opcode: number; readonly names: 'local' | 'global' | 'function' | 'label' }>
> = {
  br: { opcode: 0x0c, names: 'label' },
  br_if: { opcode: 0x0d, names: 'label' },
  call: { opcode: 0x10, names: 'function' },
  'local.get': { opcode: 0x20, names: 'local' },
  'local.set': { opcode: 0x21, names: 'local' },
  'local.tee': { opcode: 0x22, names: 'local' },
  'global.get': { opcode: 0x23, names: 'global' },
  'global.set': { opcode: 0x24, names: 'global' },
};
