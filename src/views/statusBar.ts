import * as vscode from 'vscode';
import type { RateLimit } from '../api/rateLimit.ts';
import type { Session } from '../connections/session.ts';
import { commands } from '../ids.ts';
import { createDisposableStore, type Disposable } from '../util/disposables.ts';
import { asLine, withoutIcons } from '../util/showText.ts';

/** Shows the connection's name and, once the service has said it, what is left of its rate limit. */
export function createStatusBar(session: Session): Disposable {
  const store = createDisposableStore();
  const bar = store.add(
    vscode.window.createStatusBarItem('appboy.connection', vscode.StatusBarAlignment.Left, 10),
  );
  bar.name = 'Appboy App Group';
  bar.command = commands.switchConnection;
  let limit: RateLimit | undefined;
  let watch: Disposable | undefined;

  function draw(): void {
    const connection = session.current()?.connection;
    if (!connection) {
      bar.hide();
      return;
    }
    const left = limit && `${Math.max(0, limit.remaining).toLocaleString()} left`;
    const name = asLine(connection.name);
    bar.text = `$(database) ${withoutIcons(name)}${left ? `  $(pulse) ${left}` : ''}`;
    bar.tooltip = [`Appboy: ${name} (${connection.host})`, limit && explainLimit(limit)]
      .filter(Boolean)
      .join('\n');
    bar.accessibilityInformation = {
      label: `Appboy app group ${name}${left ? `, ${left} of the rate limit` : ''}`,
    };
    bar.show();
  }

  function follow(): void {
    watch?.dispose();
    limit = undefined;
    watch = session.current()?.client.onDidObserveRateLimit((said) => {
      limit = said;
      draw();
    });
    draw();
  }

  store.add(session.onDidChange(follow));
  store.add({ dispose: () => watch?.dispose() });
  follow();
  return store;
}

function explainLimit({ pool, limit, remaining, resetAt }: RateLimit): string {
  const until = new Date(resetAt).toLocaleTimeString();
  return `${remaining.toLocaleString()} of ${limit.toLocaleString()} requests left until ${until} (${poolNames[pool]})`;
}

const poolNames: Record<RateLimit['pool'], string> = {
  general: 'lists, details and most series',
  campaignSeries: 'campaign series',
  eventsAndPurchases: 'events and purchases',
  usersById: 'users by external ID',
  rawExport: 'raw event export',
};
