/** Ends a text as a sentence ends. A quotation's own mark is inside it: `It says: “No!”` is not at its end yet. */
export function endSentence(text: string): string {
  const said = text.trimEnd();
  return said === '' || /[.!?…]$/.test(said) ? said : `${said}.`;
}
