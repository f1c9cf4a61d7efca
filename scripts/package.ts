// `npm run package`: builds the extension and packages it as out/appboy-export-explorer.vsix.
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from './setup/places.mjs';
import { ensureVsix } from './vsix.ts';

const vsix = await ensureVsix();
const { size } = await stat(vsix);
console.log(`${path.relative(projectRoot, vsix)}  ${Math.ceil(size / 1024)} KB`);
