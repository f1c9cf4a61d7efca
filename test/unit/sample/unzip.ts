import assert from 'node:assert/strict';
import { crc32, inflateRawSync } from 'node:zlib';

/** Opens a zip archive by its directory, as the format says, and checks every member against it. */
export function unzip(archive: Buffer): { name: string; data: Buffer }[] {
  const end = archive.length - 22;
  assert.equal(archive.readUInt32LE(end), 0x06054b50);
  const members = [];
  let at = archive.readUInt32LE(end + 16);
  assert.equal(at + archive.readUInt32LE(end + 12), end);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    assert.equal(archive.readUInt32LE(at), 0x02014b50);
    const [crc, packed, size] = [16, 20, 24].map((it) => archive.readUInt32LE(at + it));
    const nameEnd = at + 46 + archive.readUInt16LE(at + 28);
    const name = archive.toString('utf8', at + 46, nameEnd);
    const local = archive.readUInt32LE(at + 42);
    assert.equal(archive.readUInt32LE(local), 0x04034b50);
    const dataStart = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const data = inflateRawSync(archive.subarray(dataStart, dataStart + packed!));
    assert.equal(data.length, size);
    assert.equal(crc32(data), crc);
    // The data descriptor says it again.
    const described = [0, 4, 8, 12].map((it) => archive.readUInt32LE(dataStart + packed! + it));
    assert.deepEqual(described, [0x08074b50, crc, packed, size]);
    members.push({ name, data });
    at = nameEnd;
  }
  return members;
}
