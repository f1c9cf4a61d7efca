import * as l10n from '@vscode/l10n';
import { itemKinds } from '../catalog/item.ts';

type Explain = (command: string, property: string) => string;

/** TABLE of what can be wrong with a property of a command's argument. */
const problems = {
  notText: (command, property) => l10n.t('{0}: `{1}` must be text.', command, property),
  empty: (command, property) => l10n.t('{0}: `{1}` must not be empty.', command, property),
  notBoolean: (command, property) => l10n.t('{0}: `{1}` must be true or false.', command, property),
  notItemKind: (command, property) =>
    l10n.t('{0}: `{1}` must be one of {2}.', command, property, itemKinds.join(', ')),
  notConnection: (command, property) =>
    l10n.t('{0}: `{1}` must be the name of a connection.', command, property),
  notInstant: (command, property) => l10n.t('{0}: `{1}` must be an ISO 8601 instant.', command, property),
  notAbsolutePath: (command, property) => l10n.t('{0}: `{1}` must be an absolute path.', command, property),
  notEncoding: (command, property) =>
    l10n.t('{0}: `{1}` must be an encoding such as windows-1252.', command, property),
  notOneCharacter: (command, property) => l10n.t('{0}: `{1}` must be one character.', command, property),
  noIds: (command, property) => l10n.t('{0}: `{1}` must name at least one id.', command, property),
  notFieldNames: (command, property) =>
    l10n.t('{0}: `{1}` must be a list of field names.', command, property),
  notAppIds: (command, property) =>
    l10n.t('{0}: `{1}` must be a list of app identifiers.', command, property),
  notEventNames: (command, property) =>
    l10n.t('{0}: `{1}` must be a list of event names.', command, property),
} as const satisfies Record<string, Explain>;

export type ArgumentProblem = keyof typeof problems;

/** The message to give to a schema of an argument: the key of a sentence, which needs the command and the property. */
export const problem = (key: ArgumentProblem): ArgumentProblem => key;

/** A sentence for an issue of a schema; `message` is a key of `problem`, or what zod says where a schema has none. */
export function explainProblem(command: string, path: readonly PropertyKey[], message = ''): string {
  if (path.length === 0) return l10n.t('{0}: the argument must be an object.', command);
  const property = path.map(String).join('.');
  if (isProblem(message)) return problems[message](command, property);
  return l10n.t('{0}: `{1}` is not understood.', command, property);
}

function isProblem(message: string): message is ArgumentProblem {
  return Object.hasOwn(problems, message);
}
