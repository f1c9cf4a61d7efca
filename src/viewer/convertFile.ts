import * as l10n from '@vscode/l10n';
import { convertTextFile } from '../text/convertTextFile.ts';
import type { ForeignText } from '../ndjson/file/foreignText.ts';
import { showControls } from '../text/showControls.ts';
import { UserError } from '../protocol/userError.ts';
import { decodeStrictly } from '../text/encodingTable.ts';
import type { ViewerOutlets } from './takeRows.ts';
import type { ViewedFile } from './viewedFile.ts';

/** Opens a copy in UTF-8 of a file that is not; nothing where the user thought better of it. Rejects with a sentence. */
export async function convertAndOpen(
  viewed: Pick<ViewedFile, 'path' | 'name' | 'foreign'>,
  outlets: Pick<ViewerOutlets, 'askEncoding' | 'createCopyPath' | 'openFile' | 'runWithProgress'>,
): Promise<void> {
  const foreign = viewed.foreign();
  if (foreign?.label === undefined)
    throw new UserError(l10n.t('In which encoding the file is cannot be told.'));
  const label = foreign.isCertain ? foreign.label : await askEncoding(foreign, outlets);
  if (label === undefined) return;
  const copyPath = await outlets.createCopyPath(viewed.path);
  const isDone = await outlets.runWithProgress(
    l10n.t('Converting “{0}” to UTF-8', viewed.name),
    async (signal) => {
      try {
        await convertTextFile(viewed.path, copyPath, { label, hasCrOnly: foreign.hasCrOnly }, signal);
        return true;
      } catch (error) {
        if (signal.aborted) return false;
        throw error;
      }
    },
  );
  if (isDone) await outlets.openFile(copyPath);
}

async function askEncoding(
  { label, others, sample }: ForeignText,
  { askEncoding: ask }: Pick<ViewerOutlets, 'askEncoding'>,
): Promise<string | undefined> {
  const labels = [label, ...others].filter((it) => it !== undefined);
  return ask(labels.map((it) => ({ label: it, sample: showControls(decodeStrictly(sample, it) ?? '') })));
}
