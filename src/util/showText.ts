import { asLine, asMessage, asTitle } from '../protocol/plainText.ts';

/*
 * Some parts of the editor's interface have a markup of their own; these functions escape a text for the part that each
 * names. `asLine` comes from the protocol, which the pages may import too.
 */

export { asLine, asTitle } from '../protocol/plainText.ts';

/** For quick picks and the status bar, where `$(name)` draws an icon. */
export function withoutIcons(text: string): string {
  return asLine(text).replaceAll('$(', '\\$(');
}

/** For notifications and progress, where `[title](command:…)` is a link that runs a command. */
export function withoutLinks(text: string): string {
  return asMessage(text).replaceAll('](', ']\u200b(');
}

/** For the last part of a path: a name that no system takes for a folder, a device or an ending. */
export function asFileName(text: string): string {
  // Of a long one the end: it decides the language of a document.
  return asTitle(text.slice(-250))
    .replace(/[/\\]/g, '⁄')
    .replace(/[<>:"|?*]/g, '-')
    .slice(-150)
    .toWellFormed();
}
