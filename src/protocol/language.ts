import * as l10n from '@vscode/l10n';

/** What the editor is shown in: host, threads and pages are given the same. */
export interface Language {
  /** A BCP 47 tag, for numbers and dates: `en`, `zh-cn`. */
  readonly locale: string;
  /** The texts of `l10n/bundle.l10n.LOCALE.json` by their English form. Undefined in English. */
  readonly texts: Readonly<Record<string, string>> | undefined;
}

// One bundle is shared by all bundles of the extension host (see esbuild.mjs), so that what is set once holds for all of them.
let language: Language = { locale: 'en', texts: undefined };

/**
 * Sets the language of every later `l10n.t` and of `displayLocale`. To be called before anything that has texts is
 * imported: tables keep theirs from then on.
 */
export function useLanguage(given: Language): void {
  language = { ...given, locale: isLocale(given.locale) ? given.locale : 'en' };
  l10n.config({ contents: { ...given.texts } });
}

/** `Intl` throws for what is no tag, and would do so at every number. */
function isLocale(locale: string): boolean {
  try {
    return Intl.getCanonicalLocales(locale).length === 1;
  } catch {
    return false;
  }
}

/** To be handed on to a thread or a page. */
export function currentLanguage(): Language {
  return language;
}

/** For `toLocaleString` and `Intl`. Without it they follow the system, which may speak another language. */
export function displayLocale(): string {
  return language.locale;
}

// What `@vscode/l10n` is in the bundles that share this one.
export { config, t } from '@vscode/l10n';
