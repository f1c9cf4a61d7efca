// The page of the NDJSON editor.
document.body.append('…');
export {};
