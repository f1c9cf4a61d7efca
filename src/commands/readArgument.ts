import * as z from 'zod';
import type { ItemRef } from '../catalog/item.ts';
import { itemKinds } from '../catalog/item.ts';
import { UserError } from '../protocol/userError.ts';
import { itemOfNode, type TreeNode } from '../views/treeNode.ts';
import { explainProblem, problem, type ArgumentProblem } from './argumentProblems.ts';
import type { CommandHandler } from './commandContext.ts';

/** What a keybinding gives when it means the rows selected in a view. */
export const selectionArgument = z.strictObject({ selection: z.literal(true) });

/** A property that has to be there. */
export const filledText = z.string(problem('notText')).min(1, problem('empty'));

/** A list of texts that may be left out; `key` is what is wrong with a value that is no list. */
export const textListArgument = (key: ArgumentProblem) =>
  z.array(z.string(problem('notText')), problem(key)).optional();

/** `{ kind, id }`, as keybindings, tasks and documents name an item. */
export const itemArgument = z.object({
  kind: z.enum(itemKinds, problem('notItemKind')),
  id: filledText,
  name: z.string().optional(),
});

/**
 * Reads the argument of a command that takes `schema`; undefined where there is none and the command has to ask.
 * Throws a sentence that names the command, the property and what is wrong.
 */
export function readArgument<T>(command: string, schema: z.ZodType<T>, argument: unknown): T | undefined {
  if (argument === undefined || argument === null) return undefined;
  const read = schema.safeParse(argument);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  throw new UserError(explainProblem(command, issue?.path ?? [], issue?.message));
}

/**
 * The items a command is meant for: the tree's rows (the clicked one with all that are selected), or `{ kind, id }`;
 * undefined where the command has to ask.
 */
export function readItemRefs(
  command: string,
  argument: unknown,
  selected: unknown,
  selection: () => readonly TreeNode[],
): ItemRef[] | undefined {
  const nodes = readNodes(argument, selected, selection);
  if (nodes) {
    const items = nodes.map(itemOfNode).filter((it) => it !== undefined);
    return items.length > 0 ? items : undefined;
  }
  const item = readArgument(command, itemArgument, argument);
  return item && [item];
}

/** The tree's rows in a command's arguments; undefined where there are none. */
export function readNodes(
  argument: unknown,
  selected: unknown,
  selection: () => readonly TreeNode[],
): readonly TreeNode[] | undefined {
  if (selectionArgument.safeParse(argument).success) return selection();
  if (!isNode(argument)) return undefined;
  return Array.isArray(selected) && selected.length > 0 ? selected.filter(isNode) : [argument];
}

/** Whether a command was given a row of the tree. */
export function isNode(argument: unknown): argument is TreeNode {
  return typeof argument === 'object' && argument !== null && 'type' in argument;
}

/**
 * For commands that rows mean nothing to: the buttons in a view's title give the focused row to whatever command they
 * run, and such a command is to ask as if it were given nothing.
 */
export function ignoreRows(handler: CommandHandler): CommandHandler {
  return (argument, selected) => (isNode(argument) ? handler() : handler(argument, selected));
}
