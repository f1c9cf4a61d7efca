import * as l10n from '@vscode/l10n';
import { isDefect } from '../api/defect.ts';
import { explainError } from '../host/explainError.ts';
import path from 'node:path';
import type { ForeignText } from '../ndjson/file/foreignText.ts';
import type { NdjsonFile } from '../ndjson/openFile.ts';
import { UserError } from '../protocol/userError.ts';
import type { FileState } from '../protocol/viewer.ts';
import { createDisposableStore, type Disposable } from '../util/disposables.ts';
import { createEmitter, type Listen } from '../util/emitter.ts';
import { asLine } from '../util/showText.ts';
import { explainForeign, isRefused } from './foreignFile.ts';
import { holdFile, type HeldFile } from './heldFile.ts';

/** Opens a file of this machine; rejects as `fs.open` does. */
export type NdjsonOpener = (filePath: string) => Promise<NdjsonFile>;

/** The file that an editor shows, which may become another: with what is known of it, step by step. */
export interface ViewedFile extends Disposable {
  readonly path: string;
  readonly name: string;
  state(): FileState;
  /** `state` has another version. */
  readonly onDidChange: Listen<void>;
  /** The file is another one now; what was found in the one before is no longer of it. */
  readonly onDidReplace: Listen<void>;
  /** Throws a sentence where it could not be opened. */
  held(): HeldFile;
  /** Looks whether the file on disk is still the one that was opened. */
  look(): void;
  /** What it is if it is not lines of UTF-8. */
  foreign(): ForeignText | undefined;
  /** Opens the file though it is not UTF-8. */
  openAsIs(): Promise<void>;
  /** Opens the file anew; rejects with a sentence, and leaves what was, where that cannot be done. */
  reopen(): Promise<void>;
}

/** Opens a file for viewing. What cannot be opened is viewed all the same: its state says why, and it may be tried again. */
export async function viewFile(filePath: string, open: NdjsonOpener): Promise<ViewedFile> {
  const changed = createEmitter<void>();
  const replaced = createEmitter<void>();
  const view: View = { version: 1, isAsIs: false };
  let opening: Promise<void> | undefined;
  let isDisposed = false;

  function change(): void {
    view.version++;
    changed.fire();
  }

  async function openAnew(): Promise<void> {
    const { file, foreign } = await openText(filePath, open, view.isAsIs);
    if (isDisposed) return file?.dispose();
    const before = view.current;
    if (file || !before) view.foreign = foreign;
    if (!file) throw new UserError(explainForeign(foreign).message);
    view.current = adoptFile(file, change);
    before?.dispose();
    change();
    if (before) replaced.fire();
  }

  const reopen = (): Promise<void> => (opening ??= openAnew().finally(() => (opening = undefined)));

  await reopen().catch((error: unknown) => (view.failure = explainFileError(error)));
  return {
    path: filePath,
    name: asLine(path.basename(filePath)),
    state: () => describeView(view),
    foreign: () => view.foreign,
    openAsIs() {
      view.isAsIs = true;
      return reopen();
    },
    onDidChange: changed.event,
    onDidReplace: replaced.event,
    held() {
      if (!view.current) throw new UserError(view.failure ?? l10n.t('The file is not open.'));
      return view.current.held;
    },
    look: () => void view.current?.held.file.checkUnchanged(),
    reopen,
    dispose() {
      isDisposed = true;
      view.current?.dispose();
    },
  };
}

interface View {
  version: number;
  /** Its rows are shown though it is not UTF-8. */
  isAsIs: boolean;
  current?: OpenedFile;
  failure?: string;
  foreign?: ForeignText | undefined;
}

function describeView({ version, isAsIs, current, failure, foreign }: View): FileState {
  const described = current?.describe() ?? { ...nothing, failure };
  return { ...described, foreign: foreign && !isAsIs ? explainForeign(foreign) : undefined, version };
}

/** Without a file where it is refused for what it is. */
type OpenedText =
  | { readonly file: NdjsonFile; readonly foreign: ForeignText | undefined }
  | { readonly file: undefined; readonly foreign: ForeignText };

/** Opens a file, and closes it again where its rows are not to be shown. Rejects with a sentence. */
export async function openText(filePath: string, open: NdjsonOpener, isAsIs = false): Promise<OpenedText> {
  const file = await open(filePath).catch((error: unknown) => {
    throw asFileError(error);
  });
  // Why it cannot be read is told where its rows are.
  const foreign = await file.recogniseForeign().catch(() => undefined);
  if (!foreign || isAsIs || !isRefused(foreign)) return { file, foreign };
  file.dispose();
  return { file: undefined, foreign };
}

type Described = Omit<FileState, 'version'>;

const nothing: Described = {
  sizeBytes: 0,
  indexedBytes: 0,
  lineCount: 0,
  isIndexed: false,
  hasChanged: false,
};

interface OpenedFile extends Disposable {
  readonly held: HeldFile;
  describe(): Described;
}

/** Follows a file that was opened, and tells of every change. */
function adoptFile(file: NdjsonFile, onChange: () => void): OpenedFile {
  const owned = createDisposableStore();
  let hasChanged = false;
  let failure: string | undefined;
  let isDisposed = false;
  const held = owned.add(holdFile(file));
  owned.add(file.onProgress(onChange));
  owned.add(
    file.onChanged(() => {
      hasChanged = true;
      onChange();
    }),
  );
  file.whenIndexed().catch((error: unknown) => {
    failure = explainFileError(error);
    if (!isDisposed) onChange();
  });
  return {
    held,
    describe() {
      const { indexedBytes, lineCount, isDone } = file.progress;
      return { sizeBytes: file.sizeBytes, indexedBytes, lineCount, isIndexed: isDone, hasChanged, failure };
    },
    dispose() {
      isDisposed = true;
      owned.dispose();
    },
  };
}

const sentences: Readonly<Record<string, string>> = {
  ENOENT: l10n.t('The file is no longer there.'),
  EACCES: l10n.t('The file may not be read: permission was denied.'),
  EPERM: l10n.t('The file may not be read: permission was denied.'),
  EISDIR: l10n.t('This is a folder, not a file.'),
  EMFILE: l10n.t('Too many files are open. Close some editors and try again.'),
};

/** What the file system says, in a sentence. */
export function explainFileError(error: unknown): string {
  if (!(error instanceof Error)) return l10n.t('The file could not be read.');
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return sentences[code] ?? explainError(error);
}

/** The same as an error; a defect stays what it is. */
export function asFileError(error: unknown): unknown {
  return isDefect(error) ? error : new UserError(explainFileError(error), { cause: error });
}
