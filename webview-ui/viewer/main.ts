import '../common/usePageLanguage.ts';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import '@vscode-elements/elements/dist/vscode-progress-ring/index.js';
import * as l10n from '@vscode/l10n';
import { showNumber } from '../../src/protocol/showCount.ts';
import type { ViewerPage } from '../../src/protocol/viewer.ts';
import { createAsker } from '../common/asker.ts';
import { createPagePort } from '../common/editorApi.ts';
import { reportPageErrors } from '../common/pageErrors.ts';
import { make } from '../common/make.ts';
import { writeFailure, writeLoading } from '../common/notices.ts';
import { readMessage } from '../common/toast.ts';
import { PageController } from './page.ts';

/** The page of the NDJSON editor: asks what the file is, and again whenever the host says that it may have changed. */
function main(): void {
  const api = acquireVsCodeApi();
  const port = createPagePort(api);
  reportPageErrors(port);
  const root = make('div', { class: 'viewer' });
  document.body.append(root);
  let page: PageController | undefined;
  const asker = createAsker<ViewerPage>(port, () => void begin());

  async function begin(): Promise<void> {
    try {
      const asked = asker.ask('start', undefined);
      // The first number takes a while to be formatted, and the answer is on its way.
      showNumber(0);
      const start = await asked;
      if (page?.update(start)) return;
      // Another file than before: nothing of what was read of the old one holds.
      page?.dispose();
      page = new PageController(start, { api, asker, root, restart: () => void begin() });
    } catch (error) {
      page?.dispose();
      page = undefined;
      root.replaceChildren(
        writeFailure(l10n.t('The file could not be opened'), readMessage(error), () => void begin()),
      );
    }
  }

  root.append(writeLoading(l10n.t('Opening…')));
  void begin();
}

main();
