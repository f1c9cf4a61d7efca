import '../common/usePageLanguage.ts';
import * as l10n from '@vscode/l10n';
import '@vscode-elements/elements/dist/vscode-badge/index.js';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import '@vscode-elements/elements/dist/vscode-progress-ring/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import type { DetailPage } from '../../src/protocol/detail.ts';
import { createAsker } from '../common/asker.ts';
import { createPagePort } from '../common/editorApi.ts';
import { reportPageErrors } from '../common/pageErrors.ts';
import { make } from '../common/make.ts';
import { readMessage } from '../common/toast.ts';
import { writeFailure, writeLoading } from '../common/notices.ts';
import { createDetailPage } from './page.ts';

/** The page of a detail panel: asks what the panel is about, and again whenever the host says that it may have changed. */
function main(): void {
  const api = acquireVsCodeApi();
  const port = createPagePort(api);
  reportPageErrors(port);
  const root = make('div', { class: 'page' });
  document.body.append(root);
  let page: ReturnType<typeof createDetailPage> | undefined;
  const asker = createAsker<DetailPage>(port, () => void begin());

  async function begin(): Promise<void> {
    try {
      const start = await asker.ask('start', undefined);
      if (page) page.update(start);
      else page = createDetailPage(start, { api, asker, root });
    } catch (error) {
      root.replaceChildren(
        writeFailure(l10n.t('The panel could not be opened'), readMessage(error), () => void begin()),
      );
    }
  }

  root.append(writeLoading(l10n.t('Opening…')));
  void begin();
}

main();
