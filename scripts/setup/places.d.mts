export const projectRoot: string;
export const hostRoot: string;
export const codeServerVersion: string;
export const codeServerDirectory: string;
export const codeServerEntry: string;
export const vscodeServerEntry: string;
