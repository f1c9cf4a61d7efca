import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { currentLanguage } from '../protocol/language.ts';

export interface PageFiles {
  extensionUri: vscode.Uri;
  /** File names in `dist`. */
  script: string;
  style: string;
}

/** What a page may load from: `dist` and nothing else. */
export function pageRoots(extensionUri: vscode.Uri): vscode.Uri[] {
  return [vscode.Uri.joinPath(extensionUri, 'dist')];
}

/**
 * The document of a page: addresses of our own files, a nonce and the texts of the language, and never any data. The policy forbids everything
 * that is not named: inline script, eval, remote sources, forms and frames. Images come as `data:` from the host.
 */
export function writePageHtml(webview: vscode.Webview, { extensionUri, script, style }: PageFiles): string {
  const nonce = randomBytes(18).toString('base64');
  const address = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', name)).toString();
  const own = webview.cspSource;
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${own}`,
    `font-src ${own}`,
    'img-src data:',
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');
  const language = currentLanguage();
  return `<!DOCTYPE html>
<html lang="${language.texts ? language.locale : 'en'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Appboy Export Explorer</title>
<link rel="stylesheet" href="${address('codicon.css')}" id="vscode-codicon-stylesheet">
<link rel="stylesheet" href="${address(style)}">
</head>
<body>
<script type="application/json" id="language">${JSON.stringify(language).replaceAll('<', '\\u003c')}</script>
<script nonce="${nonce}" src="${address(script)}"></script>
</body>
</html>`;
}
