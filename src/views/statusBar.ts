import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { RateLimit } from '../api/rateLimit.ts';
import type { Session } from '../connections/session.ts';
import { commands } from '../ids.ts';
import { showNumber } from '../protocol/showCount.ts';
import { createDisposableStore, type Disposable } from '../util/disposables.ts';
import { asLine, withoutIcons } from '../util/showText.ts';
import { showTime } from './showFigures.ts';

/** Shows the connection's name and, once the service has said it, what is left of its rate limit. */
export function createStatusBar(session: Session): Disposable {
  const store = createDisposableStore();
  const bar = store.add(
    vscode.window.createStatusBarItem('appboy.connection', vscode.StatusBarAlignment.Left, 10),
  );
  bar.name = l10n.t('Appboy App Group');
  bar.command = commands.switchConnection;
  let limit: RateLimit | undefined;
  let watch: Disposable | undefined;

  function draw(): void {
    const connection = session.current()?.connection;
    if (!connection) {
      bar.hide();
      return;
    }
    const name = asLine(connection.name);
    const remaining = limit && showNumber(Math.max(0, limit.remaining));
    bar.text = `$(database) ${withoutIcons(name)}${remaining === undefined ? '' : `  $(pulse) ${describeRemainingRequests(remaining)}`}`;
    bar.tooltip = [`Appboy: ${name} (${connection.host})`, ...(limit ? [explainLimit(limit)] : [])].join(
      '\n',
    );
    bar.accessibilityInformation = {
      label:
        remaining === undefined
          ? l10n.t('Appboy app group {0}', name)
          : l10n.t('Appboy app group {0}, {1} left of the rate limit', name, remaining),
    };
    bar.show();
  }

  function follow(): void {
    watch?.dispose();
    limit = undefined;
    watch = session.current()?.client.onDidObserveRateLimit((observed) => {
      limit = observed;
      draw();
    });
    draw();
  }

  store.add(session.onDidChange(follow));
  store.add({ dispose: () => watch?.dispose() });
  follow();
  return store;
}

function describeRemainingRequests(remaining: string): string {
  return l10n.t({ message: '{0} left', args: [remaining], comment: ['{0} is a number of requests'] });
}

function explainLimit({ pool, limit, remaining, resetAt }: RateLimit): string {
  return l10n.t({
    message: '{0} of {1} requests left until {2} ({3})',
    args: [showNumber(remaining), showNumber(limit), showTime(resetAt), poolNames[pool]],
    comment: ['{2} is a time of day, {3} names the requests that are counted together'],
  });
}

const poolNames: Record<RateLimit['pool'], string> = {
  general: l10n.t('lists, details and most series'),
  campaignSeries: l10n.t('campaign series'),
  eventsAndPurchases: l10n.t('events and purchases'),
  usersById: l10n.t('users by external ID'),
  rawExport: l10n.t('raw event export'),
};
