import { UserError } from '../protocol/userError.ts';

/** What a reader of ids finds next: an id, or something that it could not read as one. */
export type IdPiece =
  | { readonly id: string; readonly at: number }
  | { readonly problem: string; readonly text: string; readonly at: number };

/** A text cannot be read as ids at all; the message is a sentence to show. */
export class IdsError extends UserError {
  override readonly name = 'IdsError';
}
