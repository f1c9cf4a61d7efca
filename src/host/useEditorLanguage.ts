import * as vscode from 'vscode';
import { useLanguage } from '../protocol/language.ts';

// At import, and the first import of the extension: tables of texts are made when their files are loaded.
useLanguage({ locale: vscode.env.language, texts: vscode.l10n.bundle });
