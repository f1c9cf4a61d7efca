import { open } from 'node:fs/promises';

/** Hands over what is added to a file, which need not exist yet, each time `read` is called. */
export function followFile(file: string, onText: (text: string) => void): { read: () => Promise<void> } {
  let position = 0;
  const read = async () => {
    const handle = await open(file).catch(() => undefined);
    if (!handle) return;
    try {
      const { size } = await handle.stat();
      if (size === position) return;
      const { buffer, bytesRead } = await handle.read(
        Buffer.alloc(size - position),
        0,
        size - position,
        position,
      );
      position += bytesRead;
      onText(buffer.toString('utf8', 0, bytesRead));
    } finally {
      await handle.close();
    }
  };
  return { read };
}
