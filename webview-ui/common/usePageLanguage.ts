import type { Language } from '../../src/protocol/language.ts';
import { useLanguage } from '../../src/protocol/language.ts';

// At import, and the first import of each page: tables of texts are made when their files are loaded.
const block = document.getElementById('language');
if (block) useLanguage(JSON.parse(block.textContent) as Language);
