/** What `ArrayBuffer` can do since Node 22; the library's types do not say so yet. */
interface Transferable {
  transfer?: (newByteLength: number) => ArrayBuffer;
}

/**
 * Gives the memory of bytes back at once, instead of when the garbage is collected: V8 lets some 64 MB of such buffers
 * pile up in each thread before it looks. Buffers that were just used are also still in the processor's cache for the
 * next one. Only for a buffer that nobody else has or will write to; it is empty afterwards.
 */
export function freeBytes(bytes: ArrayBufferView): void {
  const buffer = bytes.buffer as Transferable;
  buffer.transfer?.(0);
}
